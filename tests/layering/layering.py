"""Reads every source of the project and says where it crosses a line of the house (rules.py).

    layering.py ROOT

Prints one finding a line, as path:line: message, and ends with 1 if there is any.
"""

import re
import sys
from pathlib import Path

import rules

SOURCES = {".hpp", ".cpp", ".ipp"}
INCLUDE = re.compile(r"^\s*#\s*include\s*([<\"])([^>\"]+)[>\"]")
COMMENT_OR_TEXT = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\'',
    re.DOTALL,
)
DIRECTIVE = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)
NOT_A_FUNCTION = re.compile(
    r"(?:^|[>):])\s*(?:namespace|extern|class|struct|union|enum)\b"
    r"|^\s*(?:if|else|for|while|do|switch|try|catch)\b|[=,(]\s*$|\breturn\b[^()]*$"
)


def room_of(path):
    """The room that a path below the root, or below <contend/…>, belongs to; "" for none."""
    folders = path.split("/")[:-1]
    for count in range(len(folders), 0, -1):
        name = "/".join(folders[:count])
        if name in rules.ROOMS:
            return name
    return ""


def library_of(header):
    """The library that a header not of this project belongs to; "" for the standard library."""
    if header in rules.LEAVES:
        return rules.LEAVES[header]
    if "/" not in header:
        return "" if "." not in header else "system"
    first = header.split("/")[0]
    known = rules.EVERY_LIBRARY | {"nats"}
    return first if first in known else "system"


def blank(text):
    """The text with comments and literals blanked, so that every line keeps its number."""
    return COMMENT_OR_TEXT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def include_findings(name, lines):
    room = rules.ROOMS[name]
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        quote, header = found.groups()
        if header.startswith("contend/"):
            target = room_of(header.removeprefix("contend/"))
            if target != name and target not in room.knows:
                yield number, f"{name} may not know {target or header}"
        elif quote == '"' and name in rules.SHARES_HELPERS:
            continue
        elif quote == '"':
            yield number, f'"{header}": include as <contend/ROOM/…>'
        elif library_of(header) and library_of(header) not in room.libraries:
            yield number, f"{name} may not include <{header}>"


def banned_findings(name, code):
    for pattern, why in rules.ROOMS[name].banned:
        for found in re.finditer(pattern, code):
            yield code.count("\n", 0, found.start()) + 1, f"{found[0]}: {name} {why}"


def function_lengths(code):
    """(first line, lines) of each block in braces whose head looks like a function's."""
    code = DIRECTIVE.sub(lambda found: " " * len(found[0]), code)
    open_blocks, head = [], 0
    for found in re.finditer(r"[{};]", code):
        at = found.start()
        if found[0] == "{":
            text = code[head:at]
            first = code.count("\n", 0, at - len(text.lstrip())) + 1
            open_blocks.append((first, "(" in text and not NOT_A_FUNCTION.search(text)))
        elif found[0] == "}" and open_blocks:
            first, is_function = open_blocks.pop()
            if is_function:
                yield first, code.count("\n", 0, at) + 2 - first
        head = at + 1


def size_findings(lines, code):
    if len(lines) > rules.MOST_LINES_OF_A_FILE:
        yield len(lines), f"{len(lines)} lines, at most {rules.MOST_LINES_OF_A_FILE}"
    for number, line in enumerate(lines, 1):
        if len(line) > rules.MOST_COLUMNS:
            yield number, f"{len(line)} columns, at most {rules.MOST_COLUMNS}"
    for first, length in function_lengths(code):
        if length > rules.MOST_LINES_OF_A_FUNCTION:
            yield first, f"a function of {length} lines, at most {rules.MOST_LINES_OF_A_FUNCTION}"


def shape_findings(name, path, lines):
    header = path.suffix == ".hpp"
    if (header or name == "tests") and not (lines and lines[0].startswith("//")):
        yield 1, "headers and tests open by saying in a comment what they are for"
    if header and "#pragma once" not in lines:
        yield 1, "a header without #pragma once"


def file_findings(root, path):
    text = path.read_text(encoding="utf-8")
    lines, code = text.splitlines(), blank(text)
    name = room_of(path.relative_to(root).as_posix())
    # Includes are read from the text itself: blanking would take a quoted one away.
    yield from include_findings(name, lines)
    yield from banned_findings(name, code)
    yield from size_findings(lines, code)
    yield from shape_findings(name, path, lines)


def findings(root):
    """Every finding below `root` as "path:line: message", in the order of the paths."""
    tops = sorted({name.split("/")[0] for name in rules.ROOMS})
    for top in tops:
        files = sorted(p for p in (root / top).rglob("*") if p.suffix in SOURCES)
        for path in files:
            for number, message in sorted(file_findings(root, path)):
                yield f"{path.relative_to(root)}:{number}: {message}"
        readme = root / top / "README.md"
        if files and not (readme.is_file() and readme.read_text().strip()):
            yield f"{top}/README.md:1: what lives here, what may be touched, where to start?"


def main():
    found = list(findings(Path(sys.argv[1])))
    print("\n".join(found) if found else "every file keeps to the house")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
