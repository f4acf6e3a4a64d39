"""Runs what the documentation says: every ```sh block of a page, one after the other, in one shell and
an empty folder, with the executable's folder in the PATH.

    run_blocks.py BIN_FOLDER PAGE…

A block whose status matters says so itself: `contend run … || test $? = 10`. Blocks of other languages
are not run.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(page, environment):
    """The number of blocks, or nothing where one of them failed."""
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    script = "set -eux\n" + "\n".join(blocks)
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True
        )
    if done.returncode == 0:
        return len(blocks)
    print(f"{page}: status {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return None


def main():
    environment = {**os.environ, "PATH": os.path.abspath(sys.argv[1]) + os.pathsep + os.environ["PATH"]}
    environment.pop("NO_COLOR", None)
    counts = {page: run(page, environment) for page in map(Path, sys.argv[2:])}
    for page, count in counts.items():
        print(f"{page.name}: {'failed' if count is None else f'{count} blocks run'}")
    return 0 if counts and all(counts.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
