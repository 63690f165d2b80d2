"""Evidence of features in a package.

Evidence is a list of tokens that do not depend on names of parts or on the spelling of XML, so
that files of Excel, openpyxl and LibreOffice can be compared.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from package_check import Element, Package

Evidence = Callable[[Package], Iterator[str]]
FEATURES: dict[str, Evidence] = {}


def feature(title: str) -> Callable[[Evidence], Evidence]:
    """Register a function in FEATURES under this title."""

    def enter(evidence: Evidence) -> Evidence:
        FEATURES[title] = evidence
        return evidence

    return enter


def every(package: Package, tag: str, space: str = "", where: str = r"\.xml$") -> Iterator[Element]:
    """Elements with this local name, and in this namespace if given, in matching parts."""
    for name in package.parts:
        root = package.tree(name) if re.search(where, name) else None
        for element in [] if root is None else root.iter("{*}" + tag):
            if space in str(element.tag):
                yield element


def on_sheets(package: Package, tag: str, space: str = "") -> Iterator[tuple[str, Element]]:
    """Elements with this local name in sheets, each with the name of its sheet."""
    for title, part in package.sheets():
        root = package.tree(part)
        for element in [] if root is None else root.iter("{*}" + tag):
            above = (str(a.tag) for a in element.iterancestors())
            if space in str(element.tag) and not any("customSheetView" in a for a in above):
                yield title, element


def attributes(element: Element, *keys: str) -> str:
    """These attributes as one token; true and false become 1 and 0."""
    yes_no = {"true": "1", "false": "0"}
    found = {key: str(element.get(key)) for key in keys if element.get(key) is not None}
    return " ".join(f"{key}={yes_no.get(value, value)}" for key, value in found.items())


def texts(element: Element) -> str:
    """All text inside."""
    return "".join(str(t) for t in element.itertext()).strip()


def digest(data: bytes) -> str:
    """A short name for bytes."""
    return hashlib.sha256(data).hexdigest()[:12]


def behind(package: Package, kind: str, source: str = "") -> Iterator[str]:
    """Digests of the targets of all relationships of a kind, from matching parts."""
    for name in package.parts:
        if re.search(source, name) and not name.endswith(".rels"):
            yield from (digest(package.parts.get(t, b"")) for t in package.targets(name, kind))


def simple(title: str, tag: str, *keys: str, space: str = "", where: str = r"\.xml$") -> None:
    """Register a feature: the attributes, or else the text, of one kind of element."""

    def evidence(package: Package) -> Iterator[str]:
        for element in every(package, tag, space, where):
            yield attributes(element, *keys) if keys else texts(element)

    FEATURES[title] = evidence


def of_sheets(title: str, tag: str, *keys: str, space: str = "") -> None:
    """Register a feature of elements of sheets, with the name of the sheet."""

    def evidence(package: Package) -> Iterator[str]:
        for sheet, element in on_sheets(package, tag, space):
            yield f"{sheet}: {attributes(element, *keys) if keys else texts(element)}"

    FEATURES[title] = evidence


def shown(text: str) -> str:
    """A number without its last digits; other text unchanged."""
    return f"{float(text):g}" if re.fullmatch(r"-?\d+(\.\d+)?", text) else text
