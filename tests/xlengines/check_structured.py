"""Part of package_check: structured references (`Scores[[#This Row],[n]]`) to missing columns.

Excel treats a formula with a missing column as damage, and removes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from package_check import MAIN, Package

Columns = dict[str, set[str]]
FORMULAS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula")
STRING = re.compile(r'"[^"]*"')


def structured(package: Package) -> Iterator[str]:
    """Findings: wrong structured references in cells, tables, names, formats and lists."""
    known: Columns = {}
    for part, _ in package.tables():
        table = package.tree(part)
        if table is not None:
            names = table.findall(f"{MAIN}tableColumns/{MAIN}tableColumn")
            own = {_plain(c.get("name", "")) for c in names}
            known[(table.get("displayName") or "").lower()] = own
    for name in package.parts:
        root = package.tree(name) if name.endswith(".xml") else None
        own = "" if root is None else (root.get("displayName") or "").lower()
        for element in [] if root is None else root.iter(f"{MAIN}*"):
            tag = str(element.tag).rpartition("}")[2]
            if tag in (*FORMULAS, "definedName") and element.text:
                for problem in unknown(element.text, known, own):
                    yield f"{name}: {element.text}: {problem}"


def _plain(name: str) -> str:
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), name)
    return text.lower()


def unknown(formula: str, known: Columns, own: str = "") -> Iterator[str]:
    """Missing tables and columns in a formula; `own` is the table that contains it."""
    text = STRING.sub('""', formula)
    for match in re.finditer(r"([^\W\d][\w.]*)?\[", text):
        name = (match[1] or own).lower()
        before = text[: match.start()]
        inside = before.count("[") - before.count("'[") > before.count("]") - before.count("']")
        if inside or (not match[1] and not own) or before.endswith("'"):
            continue
        if name not in known:
            yield f"there is no table {match[1]}"
            continue
        for column in _columns(text[match.end() - 1 :]):
            if column not in known[name]:
                yield f"{name} has no column {column}"


def _columns(text: str) -> Iterator[str]:
    """The columns in a bracket that starts `text`: `[n]`, `[@n]`, `[[#This Row],[n]:[m]]`."""
    depth, at, word, words = 0, 0, "", []
    while at < len(text):
        letter = text[at]
        if letter == "'":  # the next letter stands for itself
            at += 1
            word += text[at : at + 1]
        elif letter in "[]":
            words, word = [*words, (depth, word)], ""
            depth += 1 if letter == "[" else -1
            if not depth:
                break
        else:
            word += letter
        at += 1
    for level, found in words:
        column = found.removeprefix("@").strip().lower()
        if column.strip(",: ") and not column.startswith("#") and (level == 2 or len(words) == 2):
            yield column
