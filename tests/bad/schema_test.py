"""Holds scenario.schema.json against a validator that knows nothing of Contend: what is shipped must
be valid by it, and of the bad files exactly those whose mistake a schema can see must be invalid.

    schema_test.py SCHEMA SCENARIO_FOLDER… BAD_FOLDER
"""

import json
import sys
from pathlib import Path

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit("python3-jsonschema is missing: scripts/install-dependencies installs it")

# Mistakes between several values, or beyond what a pattern says: valid by the schema.
BEYOND_A_SCHEMA = {
    "duplicate-key",  # Python's own reader takes the last one
    "duplicate-policy",
    "duration-beyond-64-bits",
    "no-length",
    "number-beyond-64-bits",  # 2^64, which is the bound when written as a double
    "no-policies",
    "sweep-of-a-group-not-there",
    "sweep-of-a-path-not-there",
    "sweep-of-a-policy-not-there",
    "sweep-with-a-bad-value",
    "sweep-without-values",
    "threshold-at-no-point",
    "threshold-unknown-metric",
    "threshold-unknown-policy",
    "two-lengths",
    "unknown-guard",
    "warmup-too-long",
}


def refuse_constant(name):
    raise ValueError(f"{name} is no JSON")


def parsed(path):
    """What the file holds, or nothing where it is no JSON in UTF-8."""
    try:
        return json.loads(path.read_bytes().decode("utf-8"), parse_constant=refuse_constant)
    except ValueError:
        return None


def main():
    schema_file, *folders, bad_folder = map(Path, sys.argv[1:])
    schema = json.loads(schema_file.read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    wrong = []

    good = sorted(path for folder in folders for path in folder.glob("*.json"))
    for path in good:
        for error in validator.iter_errors(parsed(path)):
            wrong.append(f"{path.name}: {error.json_path}: {error.message}")

    seen = 0
    bad = [path for path in sorted(bad_folder.glob("*.json")) if parsed(path) is not None]
    for path in bad:
        visible = path.stem not in BEYOND_A_SCHEMA
        if validator.is_valid(parsed(path)) == visible:
            wrong.append(f"{path.name}: {'valid' if visible else 'invalid'} by the schema")
        seen += visible

    print(f"{len(good)} shipped scenarios, {len(bad)} bad ones, of which a schema sees {seen}")
    print("\n".join(wrong))
    return 1 if wrong or not good or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
