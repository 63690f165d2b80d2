"""Damage workbooks in a way that depends only on a number."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

Parts = dict[str, bytes]
NONSENSE = ("", "-1", "0", "99999999", "1e999", "NaN", "A1", "XFE1", "Ω", "rId99", "&amp;", "true")


def damaged(whole: bytes, number: int) -> tuple[str, bytes]:
    """The kind of damage and the damaged workbook."""
    chance = random.Random(f"meetlat {number}")  # noqa: S311 - repeatable, nothing secret
    kind = KINDS[number % len(KINDS)]
    return kind.__name__, kind(whole, chance)


def bit_flips(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def truncation(whole: bytes, chance: random.Random) -> bytes:
    cut = chance.choice((chance.randrange(len(whole)), len(whole) - chance.randrange(1, 64)))
    return whole[:cut]


def bytes_between(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(whole))
    return whole[:at] + chance.randbytes(chance.choice((1, 4, 100))) + whole[at:]


def directory_lies(whole: bytes, chance: random.Random) -> bytes:
    """Damage in the directory of the zip file, which holds names, sizes and positions."""
    data, start = bytearray(whole), whole.rindex(b"PK\x01\x02", 0, whole.index(b"PK\x05\x06"))
    start = chance.choice((whole.index(b"PK\x01\x02"), start))
    for _ in range(chance.choice((1, 2, 4))):
        data[chance.randrange(start, len(data))] = chance.randrange(256)
    return bytes(data)


def _unpack(whole: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _pack(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def _on_parts(
    harm: Callable[[Parts, random.Random], None],
) -> Callable[[bytes, random.Random], bytes]:
    def kind(whole: bytes, chance: random.Random) -> bytes:
        parts = _unpack(whole)
        harm(parts, chance)
        return _pack(parts)

    kind.__name__ = harm.__name__
    return kind


def _pick(parts: Parts, chance: random.Random) -> str:
    """The name of an XML part, more often one that the engine must understand."""
    names = [n for n in parts if n.endswith((".xml", ".rels"))]
    central = [n for n in names if re.search(r"sheet\d|table\d|workbook|Types|styles|String", n)]
    return chance.choice(central if chance.random() < 0.7 else names)


@_on_parts
def swapped_parts(parts: Parts, chance: random.Random) -> None:
    a, b = _pick(parts, chance), chance.choice(list(parts))
    parts[a], parts[b] = parts[b], parts[a]


@_on_parts
def missing_part(parts: Parts, chance: random.Random) -> None:
    del parts[chance.choice((_pick(parts, chance), chance.choice(list(parts))))]


@_on_parts
def empty_part(parts: Parts, chance: random.Random) -> None:
    parts[_pick(parts, chance)] = chance.choice(
        (b"", b"\0", b"<x/>", b"not xml", b"\xff\xfe<\0x\0/\0>\0")
    )


@_on_parts
def nonsense_attribute(parts: Parts, chance: random.Random) -> None:
    name = _pick(parts, chance)
    spots = list(re.finditer(rb'="([^"]*)"', parts[name]))
    for spot in chance.sample(spots, min(len(spots), chance.choice((1, 1, 2, 5)))):
        word = chance.choice(NONSENSE).encode()
        parts[name] = parts[name][: spot.start(1)] + word + parts[name][spot.end(1) :]
        break


@_on_parts
def missing_attribute(parts: Parts, chance: random.Random) -> None:
    name = _pick(parts, chance)
    spots = list(re.finditer(rb'\s[\w:]+="[^"]*"', parts[name]))
    if spots:
        spot = chance.choice(spots)
        parts[name] = parts[name][: spot.start()] + parts[name][spot.end() :]


@_on_parts
def moved_element(parts: Parts, chance: random.Random) -> None:
    """An element is removed, repeated or moved."""
    name = _pick(parts, chance)
    data = parts[name]
    spots = list(re.finditer(rb"<(\w[\w:]*)\b[^>]*?(?:/>|>[^<]*</\1>)", data))
    if spots:
        spot = chance.choice(spots)
        without = data[: spot.start()] + data[spot.end() :]
        tag = chance.choice(list(re.finditer(rb"<|$", without[60:]))).start() + 60
        elsewhere = without[:tag] + spot[0] + without[tag:]
        twice = data[: spot.end()] + spot[0] + data[spot.end() :]
        parts[name] = chance.choice((without, elsewhere, twice))


@_on_parts
def broken_tag(parts: Parts, chance: random.Random) -> None:
    name = _pick(parts, chance)
    data = bytearray(parts[name])
    at = chance.randrange(len(data))
    data[at : at + chance.choice((0, 1, 5, 200))] = chance.choice(
        (b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"&#0;", b"&x;", b"\xff", b"<?pi?>", b'"')
    )
    parts[name] = bytes(data)


@_on_parts
def wrong_text(parts: Parts, chance: random.Random) -> None:
    """A changed value of a cell, a shared string or a formula."""
    name = _pick(parts, chance)
    spots = list(re.finditer(rb">([^<]+)<", parts[name]))
    if spots:
        spot = chance.choice(spots)
        word = chance.choice((*NONSENSE, "A" * 40_000, "=1", "_x0000_")).encode()
        parts[name] = parts[name][: spot.start(1)] + word + parts[name][spot.end(1) :]


@_on_parts
def wrong_relationship(parts: Parts, chance: random.Random) -> None:
    name = chance.choice([n for n in parts if n.endswith(".rels")])
    data, targets = parts[name], list(parts)
    spots = list(re.finditer(rb'(Target|Type|Id|TargetMode)="([^"]*)"', data))
    if spots:
        spot = chance.choice(spots)
        words = ("../../../etc/x", "/", "", "#", "http://[", "rId1", *targets, "worksheet")
        word = chance.choice(words).encode()
        parts[name] = data[: spot.start(2)] + word + data[spot.end(2) :]


@_on_parts
def other_encoding(parts: Parts, chance: random.Random) -> None:
    name = _pick(parts, chance)
    text = parts[name].decode("utf-8", "replace")
    code = chance.choice(("utf-16", "utf-16-le", "utf-8-sig", "latin-1", "utf-32"))
    if chance.random() < 0.5:
        text = re.sub('encoding="[^"]*"', f'encoding="{code.removesuffix("-sig")}"', text, count=1)
    parts[name] = text.encode(code, "replace")


@_on_parts
def renamed_part(parts: Parts, chance: random.Random) -> None:
    name = _pick(parts, chance)
    new = chance.choice(
        (name.upper(), "/" + name, "../" + name, name.replace("/", "\\"), name + " ")
    )
    parts[new] = parts[name]
    if chance.random() < 0.7:
        del parts[name]


KINDS = (
    bit_flips,
    truncation,
    bytes_between,
    directory_lies,
    swapped_parts,
    missing_part,
    empty_part,
    nonsense_attribute,
    nonsense_attribute,
    missing_attribute,
    missing_attribute,
    moved_element,
    moved_element,
    broken_tag,
    wrong_text,
    wrong_text,
    wrong_relationship,
    wrong_relationship,
    other_encoding,
    renamed_part,
)
