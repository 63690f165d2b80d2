"""Finding elements by byte offset, and replacing bytes without touching their neighbours.

Expat only reads. No part is ever written from a tree, so all that is not replaced stays as it was:
prefixes, order of attributes, white space, unknown elements.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import NoReturn
from xml.parsers import expat

from xlengines.shared.errors import DAMAGED, Refused

from .remembered import remembered

STRICT = b"http://purl.oclc.org/ooxml/"

_ENCODINGS = ("UTF-8", "UTF8", "US-ASCII", "ASCII")
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_QUOTED = _TEXT | {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_TEXT_TABLE, _QUOTED_TABLE = str.maketrans(_TEXT), str.maketrans(_QUOTED)


@dataclass(slots=True)
class Element:
    """An element and where it stands in its part, in bytes."""

    # Without its prefix; the prefix has its colon, or is empty.
    name: str
    prefix: str
    attributes: dict[str, str]
    start: int
    # The names of the elements around it, outermost first.
    path: tuple[str, ...]
    # Just after the start tag; where the end tag begins; just after that. All three are equal in an
    # element that closes itself.
    open_end: int = 0
    close: int = 0
    end: int = 0
    # Its own characters, gathered only when asked for.
    text: str = ""

    @property
    def depth(self) -> int:
        """How many elements are around it."""
        return len(self.path)

    @property
    def closes_itself(self) -> bool:
        """Whether it is written `<a/>`."""
        return self.open_end == self.end

    @property
    def end_tag(self) -> bytes:
        """Its end tag."""
        return f"</{self.prefix}{self.name}>".encode()

    def get(self, name: str, default: str = "") -> str:
        """An attribute by its plain name."""
        return self.attributes.get(name, default)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number among the attributes."""
        text = self.attributes.get(name)
        if text is None:
            return default
        try:
            return int(text)
        except ValueError:
            raise Refused(
                f"This workbook is damaged: the {name} of a {self.name} is {text!r}.", DAMAGED
            ) from None

    def holds(self, other: Element) -> bool:
        """Whether another element of the part lies inside this one."""
        return self.start < other.start < self.end

    def reference(self) -> str:
        """The relationship this element points to (`r:id`, whatever the prefix)."""
        return next((value for name, value in self.attributes.items() if name.endswith(":id")), "")


def _not_utf8(part: str) -> Refused:
    return Refused(f"The part {part} of this workbook is not written in UTF-8.", DAMAGED)


def parser(part: str) -> expat.XMLParserType:
    """An expat parser that knows no document types, so no entity can be declared or expanded."""
    made = expat.ParserCreate()
    made.buffer_text = True

    def forbid(*_: object) -> NoReturn:
        raise Refused(f"The part {part} of this workbook declares XML entities.", DAMAGED)

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.upper() not in _ENCODINGS:
            raise _not_utf8(part)

    made.StartDoctypeDeclHandler = forbid
    made.EntityDeclHandler = forbid
    made.XmlDeclHandler = declared
    return made


def parse(made: expat.XMLParserType, data: bytes, part: str) -> None:
    """Run the parser; a part that is not XML is refused in words."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:4] == b"<\0?\0":
        raise _not_utf8(part)
    try:
        made.Parse(data, True)
    except expat.ExpatError as error:
        where = f"line {error.lineno}, column {error.offset}"
        raise Refused(f"The part {part} of this workbook is damaged ({where}).", DAMAGED) from error
    except (ValueError, LookupError) as error:  # an unknown or broken encoding
        raise Refused(f"The part {part} of this workbook cannot be read.", DAMAGED) from error


class _Scan:
    """Collects the wanted elements of one part."""

    def __init__(self, data: bytes, wanted: Collection[str], part: str, text: bool) -> None:
        self.data, self.wanted = data, wanted
        self.found: list[Element] = []
        self.names: list[str] = []
        self.open: list[Element | None] = []
        self.parser = made = parser(part)
        made.StartElementHandler, made.EndElementHandler = self.start, self.finish
        if text:
            made.CharacterDataHandler = self.characters
        parse(made, data, part)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        prefix, colon, local = name.rpartition(":")
        element = None
        if local in self.wanted:
            at = self.parser.CurrentByteIndex
            element = Element(local, prefix + colon, attributes, at, tuple(self.names))
            element.open_end = tag_end(self.data, at)
            self.found.append(element)
        self.names.append(local)
        self.open.append(element)

    def finish(self, _: str) -> None:
        self.names.pop()
        if (element := self.open.pop()) is not None:
            at = self.parser.CurrentByteIndex
            element.close, element.end = element_end(self.data, element.open_end, at)

    def characters(self, text: str) -> None:
        if self.open and (element := self.open[-1]) is not None:
            element.text += text


def tag_end(data: bytes, at: int) -> int:
    """Just after the tag that starts at `at`: a `>` inside quotes does not end it."""
    found = _TAG.match(data, at)
    return found.end() if found else data.index(b">", at) + 1


def element_end(data: bytes, open_end: int, at: int) -> tuple[int, int]:
    """Where an element's end tag begins and ends; both just after it where it closes itself.

    `at` is where expat stands when it reports the end: at the end tag, if there is one.
    """
    if data[open_end - 2 : open_end] == b"/>":
        return open_end, open_end
    return at, data.index(b">", at) + 1


def scan(
    data: bytes, wanted: Collection[str], part: str = "", *, text: bool = False
) -> list[Element]:
    """The elements whose plain names are wanted, in the order they begin."""
    return [*_scan(data, frozenset(wanted), part, text)]


@remembered(2000)
def _scan(data: bytes, wanted: frozenset[str], part: str, text: bool) -> list[Element]:
    return _Scan(data, wanted, part, text).found


def scan_cell(data: bytes, wanted: Collection[str]) -> list[Element]:
    """The same for the bytes of one cell, which are not worth remembering."""
    return _Scan(data, wanted, "", text=False).found


@dataclass
class Splice:
    """Replacements in one part, applied all at once."""

    data: bytes
    edits: list[tuple[int, int, bytes]] = field(default_factory=list)

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put `new` in place of the bytes from `start` to `end`."""
        if self.data[start:end] != new:
            self.edits.append((start, end, new))

    def remove(self, element: Element) -> None:
        """Take an element out."""
        self.replace(element.start, element.end, b"")

    def insert(self, at: int, new: bytes) -> None:
        """Put `new` before the byte at `at`; insertions at one place keep their order."""
        if new:
            self.edits.append((at, at, new))

    def text(self, element: Element, new: str) -> None:
        """Give an element other text, where it has any other."""
        if new != element.text:
            self.replace(element.open_end, element.close, escaped(new).encode())

    def attributes(
        self, element: Element, changes: dict[str, str | None], *, opened: bool = False
    ) -> None:
        """Set attributes of an element; None takes one away. The others stay as they are.

        `opened`: open it where it closes itself, because its first child will be inserted.
        """
        tag = with_attributes(self.data[element.start : element.open_end], changes)
        if opened and element.closes_itself:
            tag = open_tag(tag)
            self.edits.append((element.end, element.end, element.end_tag))
        self.replace(element.start, element.open_end, tag)

    def append_child(
        self, element: Element, child: bytes, changes: dict[str, str | None] | None = None
    ) -> None:
        """Put a child behind the last one of this element, and change attributes of the element."""
        tag = with_attributes(self.data[element.start : element.open_end], changes or {})
        if element.closes_itself:
            whole = open_tag(tag) + child + element.end_tag
            self.replace(element.start, element.end, whole)
        else:
            self.replace(element.start, element.open_end, tag)
            self.insert(element.close, child)

    def result(self) -> bytes:
        """The part with every replacement made."""
        if not self.edits:
            return self.data
        pieces: list[bytes] = []
        at = 0
        for start, end, new in sorted(self.edits, key=itemgetter(0, 1)):
            if start < at:
                raise AssertionError("two replacements overlap")
            pieces += (self.data[at:start], new)
            at = end
        pieces.append(self.data[at:])
        return b"".join(pieces)


def open_tag(tag: bytes) -> bytes:
    """A tag that closes itself as a plain start tag; a start tag as it is."""
    return tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag


def with_attributes(tag: bytes, changes: Mapping[str, str | None]) -> bytes:
    """A start tag with some attributes set, added or (None) taken away."""
    return _with_attributes(tag, tuple(changes.items()))


@lru_cache(10_000)
def _with_attributes(tag: bytes, changes: tuple[tuple[str, str | None], ...]) -> bytes:
    left = dict(changes)

    def change(found: re.Match[bytes]) -> bytes:
        name = found[1].decode()
        return _attribute(name, left.pop(name)) if name in left else found[0]

    tag = _ATTRIBUTE.sub(change, tag)
    new = b"".join(_attribute(name, value) for name, value in left.items())
    end = -2 if tag.endswith(b"/>") else -1
    return tag[:end].rstrip() + new + tag[end:] if new else tag


def _attribute(name: str, value: str | None) -> bytes:
    return b"" if value is None else f" {name}={quoted(value)}".encode()


def escaped(text: str) -> str:
    """Text as XML writes it between tags."""
    return text.translate(_TEXT_TABLE)


def quoted(text: str) -> str:
    """Text as an attribute's value, with its quotes."""
    return '"' + text.translate(_QUOTED_TABLE) + '"'


def is_true(text: str) -> bool:
    """Whether an XML truth value is true."""
    return text in ("1", "true", "on")


def one(data: bytes, name: str, part: str) -> Element:
    """The first element of a name; a part without it is damaged."""
    for element in scan(data, (name,), part):
        return element
    raise Refused(f"The part {part} of this workbook has no {name}.", DAMAGED)


def inside(box: Element, elements: Iterable[Element], name: str) -> Element | None:
    """The first element of a name that lies inside another one, or None."""
    return next((each for each in elements if each.name == name and box.holds(each)), None)


def first(elements: Iterable[Element], name: str, depth: int | None = None) -> Element | None:
    """The first element of a name (and depth), or None."""
    found = (each for each in elements if each.name == name and depth in (None, each.depth))
    return next(found, None)
