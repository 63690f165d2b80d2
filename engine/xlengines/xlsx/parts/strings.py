"""Text in cells: the shared strings of a workbook, and Excel's own way to write odd characters."""

from __future__ import annotations

import re

from xlengines.xlsx.package.package import Package
from xlengines.xlsx.package.remembered import remembered
from xlengines.xlsx.package.xml import parse, parser

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What XML cannot hold, and the carriage return that every XML reader would turn into a line feed.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_SURROGATE = re.compile("[\ud800-\udfff]")


BLANKS = " \t\r\n"


def keeps_blanks(attributes: dict[str, str]) -> bool:
    """Whether blanks around this text count; without the mark, Excel drops them."""
    return attributes.get("xml:space") == "preserve"


def to_file(text: str) -> str:
    """Text as a cell in the file spells it (`_x000D_` for a carriage return)."""
    text = _SURROGATE.sub("\ufffd", text)
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def from_file(text: str) -> str:
    """The text that a cell in the file stands for."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


class _Reader:
    """Gathers the plain text of each shared string; phonetic hints are no part of it."""

    def __init__(self, data: bytes, part: str) -> None:
        self.strings: list[str] = []
        self.pieces: list[str] = []
        self.in_text = self.keeps_blanks = False
        self.phonetic = 0
        made = parser(part)
        made.StartElementHandler, made.EndElementHandler = self.start, self.end
        made.CharacterDataHandler = self.characters
        parse(made, data, part)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            self.in_text = not self.phonetic
            self.keeps_blanks = keeps_blanks(attributes)
            self.piece: list[str] = []
        elif local == "rPh":
            self.phonetic += 1

    def characters(self, text: str) -> None:
        if self.in_text:
            self.piece.append(text)

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "t":
            text = "".join(self.piece)
            self.pieces.append(text if self.keeps_blanks else text.strip(BLANKS))
            self.in_text, self.piece = False, []
        elif local == "rPh":
            self.phonetic -= 1
        elif local == "si":
            self.strings.append(from_file("".join(self.pieces)))
            self.pieces = []


def shared_strings(package: Package, workbook: str) -> list[str]:
    """The texts that cells point to by number."""
    parts = package.targets(workbook, "sharedStrings")
    return _strings(package.read(parts[0]), parts[0]) if parts else []


@remembered(2)
def _strings(data: bytes, part: str) -> list[str]:
    return _Reader(data, part).strings
