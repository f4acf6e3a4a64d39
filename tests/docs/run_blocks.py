"""Runs what the documentation says: every ```sh block of a page, one after the other, in one shell and
an empty folder, with the executable's folder in the PATH.

    run_blocks.py BIN_FOLDER PAGE…

A block whose status matters says so itself: `contend run … || test $? = 10`. Where a ```output block
follows, it is what the block must print, to the byte. Blocks of other languages are not run.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(
    r"^```sh\n(?P<script>.*?)^```$(?:\s*^```output\n(?P<output>.*?)^```$)?", re.MULTILINE | re.DOTALL
)


def differences(folder, blocks):
    """What each block that says what it prints has printed instead."""
    for number, (_, expected) in enumerate(blocks):
        printed = Path(folder, f".printed-{number}").read_text(encoding="utf-8")
        if expected and printed != expected:
            yield f"block {number + 1} must print\n{expected}and has printed\n{printed}"


def run(page, environment):
    """The number of blocks, or nothing where one of them failed."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    parts = [f"{{\n{text}}} >.printed-{number}\n" for number, (text, _) in enumerate(blocks)]
    script = "set -eux\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + "".join(parts)
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True
        )
        if done.returncode == 0:
            wrong = list(differences(folder, blocks))
            print("".join(f"{page}: {text}" for text in wrong), end="")
            return None if wrong else len(blocks)
    print(f"{page}: status {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return None


def main():
    environment = {**os.environ, "PATH": os.path.abspath(sys.argv[1]) + os.pathsep + os.environ["PATH"]}
    environment.pop("NO_COLOR", None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        environment["PORT"] = str(taken.getsockname()[1])
    counts = {page: run(page, environment) for page in map(Path, sys.argv[2:])}
    for page, count in counts.items():
        print(f"{page.name}: {'failed' if count is None else f'{count} blocks run'}")
    return 0 if counts and all(counts.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
