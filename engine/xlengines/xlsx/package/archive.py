"""The zip file around a workbook: read with guards, written back with untouched parts copied raw.

An unchanged part is copied as compressed bytes, not unpacked and packed again: that
is faster, and it is the promise itself.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from xlengines.shared.errors import DAMAGED, Refused

from .remembered import remembered

MAX_FILE = 1 << 30
MAX_PART = 1 << 30
MAX_TOTAL = 4 << 30
MAX_PARTS = 20_000
# Real sheets pack 10 to 60 times; only bombs (and little else) go past this on anything large.
MAX_RATIO, RATIO_FROM = 200, 16 << 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TRICK = re.compile(r"(?:^|/)\.\.?(?:/|$)|\\|^[A-Za-z]:|//|[\0-\x1f]")
_PIECE = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Entry(NamedTuple):
    """One file inside the zip: its entry in the directory, and where its packed bytes are."""

    info: zipfile.ZipInfo
    name: str
    start: int
    end: int


class Archive:
    """A zip held as the bytes it had when it was opened, so that nothing can change under us."""

    def __init__(self, data: bytes) -> None:
        _refuse_other_formats(data)
        self.data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
            raise _damaged() from error
        infos = self._zip.infolist()
        _check_sizes(infos, len(data))
        self.entries = {entry.name.lower(): entry for entry in self._entries(infos)}
        if len(self.entries) != len(infos):
            raise Refused("This workbook holds two parts of one name.", DAMAGED)

    def _entries(self, infos: list[zipfile.ZipInfo]) -> Iterator[Entry]:
        for info in infos:
            _check_entry(info)
            start = self._packed_start(info)
            end = start + info.compress_size
            if end > len(self.data):
                raise _damaged()
            yield Entry(info, info.filename.removeprefix("/"), start, end)

    def _packed_start(self, info: zipfile.ZipInfo) -> int:
        header = self.data[info.header_offset : info.header_offset + 30]
        if len(header) < 30 or header[:4] != b"PK\3\4":
            raise _damaged()
        name, extra = struct.unpack("<HH", header[26:30])
        return info.header_offset + 30 + name + extra

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.entries

    def names(self) -> list[str]:
        """The parts, in the order in which they stand in the file."""
        return [entry.name for entry in self.entries.values()]

    @remembered(500)
    def read(self, name: str) -> bytes:
        """A part, unpacked and checked against its checksum."""
        return b"".join(self.pieces(name, whole=True))

    def pieces(self, name: str, *, whole: bool = False) -> Iterator[bytes]:
        """A part unpacked piece by piece, for a glance that keeps none of it, or as one piece.

        It never gives more than the directory promised, and refuses a part with a wrong checksum.
        """
        entry = self.entries.get(name.lower())
        if entry is None:
            raise Refused(f"This workbook lacks its part {name}.", DAMAGED)
        size = max(1, entry.info.file_size) if whole else _PIECE
        try:
            with self._zip.open(entry.info) as part:
                while piece := part.read(size):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise Refused(f"The part {name} of this workbook is damaged.", DAMAGED) from error

    def holds(self, name: str, data: bytes) -> bool:
        """Whether a part that was packed here is this one, also by its checksum."""
        entry = self.entries.get(name.lower())
        if entry is None or zlib.crc32(data) != entry.info.CRC:
            return False
        try:
            return zlib.decompress(self.packed(entry), -15, len(data) + 1) == data
        except zlib.error:
            return False

    def packed(self, entry: Entry) -> bytes:
        """The compressed bytes of a part, as they stand in the file."""
        return self.data[entry.start : entry.end]


def _damaged() -> Refused:
    return Refused("This workbook is cut short or damaged: its zip directory is broken.", DAMAGED)


def _refuse_other_formats(data: bytes) -> None:
    if len(data) > MAX_FILE:
        raise Refused("This workbook is larger than 1 GB.", "Split it into smaller workbooks.")
    if not data:
        raise Refused("This file is empty.", "Restore it from a backup.", "empty")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(
                "This workbook is protected with a password.",
                "Take the password off in Excel (File, Info, Protect Workbook) and try again.",
                "password",
            )
        raise Refused(
            "This is a workbook of the old .xls kind.",
            "Save it in Excel as an Excel Workbook (.xlsx) or with macros (.xlsm).",
            "old",
        )
    if not data.startswith(b"PK"):
        raise Refused(
            "This file is no Excel workbook (.xlsx or .xlsm).",
            "Choose another file, or open it in Excel and save it as .xlsx.",
            "no-workbook",
        )


def _check_sizes(infos: list[zipfile.ZipInfo], file_size: int) -> None:
    packed = sum(info.compress_size for info in infos)
    total = sum(info.file_size for info in infos)
    if len(infos) > MAX_PARTS or total > MAX_TOTAL or packed > file_size:
        raise Refused("This workbook would unpack to an absurd size; it may be a trap.", DAMAGED)


def _check_entry(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if _TRICK.search(name) or not name:
        raise Refused(f"A part of this workbook has an unsafe name ({name!r}).", DAMAGED)
    if info.flag_bits & 1:
        raise Refused(
            f"The part {name} is locked with a zip password.", "Take the password off first."
        )
    large = info.file_size > RATIO_FROM
    if info.file_size > MAX_PART or (large and info.file_size > MAX_RATIO * info.compress_size):
        raise Refused(f"The part {name} would unpack to an absurd size; it may be a trap.", DAMAGED)


def rewritten(source: Archive, changed: dict[str, bytes], dropped: set[str]) -> bytes:
    """The zip again, with some parts replaced, dropped, or (new names) added at its end.

    Time stamps of existing parts are kept; new parts carry the first that a zip can hold, so the
    same changes give the same bytes at any time.
    """
    new = {name.lower(): (name, data) for name, data in changed.items()}
    out = _Writer()
    for key, entry in source.entries.items():
        if key in dropped:
            continue
        if key in new:
            out.add(_fresh(entry.info), new.pop(key)[1])
        else:
            out.copy(entry.info, source.packed(entry))
    for name, data in new.values():
        out.add(zipfile.ZipInfo(name, _EPOCH), data)
    return out.finish()


def _fresh(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.external_attr, made.create_system = info.external_attr, info.create_system
    return made


class _Writer:
    """A plain zip writer: no 64-bit records (1 GB is the limit here), no data descriptors."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.directory: list[bytes] = []
        self.size = 0

    def add(self, info: zipfile.ZipInfo, data: bytes) -> None:
        packed, info.CRC = _packed(data)
        info.compress_type, info.file_size = zipfile.ZIP_DEFLATED, len(data)
        self.copy(info, packed)

    def copy(self, info: zipfile.ZipInfo, packed: bytes) -> None:
        name, flags = _encoded_name(info)
        year, month, day, hour, minute, second = info.date_time
        common = struct.pack(
            "<HHHHHLLLH",
            20,
            flags,
            info.compress_type,
            hour << 11 | minute << 5 | second // 2,
            max(0, year - 1980) << 9 | month << 5 | day,
            info.CRC,
            len(packed),
            info.file_size,
            len(name),
        )
        self.directory.append(_directory_entry(info, common, name, self.size))
        self._write(b"PK\3\4" + common + b"\0\0" + name)
        self._write(packed)

    def _write(self, data: bytes) -> None:
        self.pieces.append(data)
        self.size += len(data)

    def finish(self) -> bytes:
        directory = b"".join(self.directory)
        count = len(self.directory)
        end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, count, count, len(directory), self.size, 0)
        return b"".join((*self.pieces, directory, end))


@remembered(100)
def _packed(data: bytes) -> tuple[bytes, int]:
    """The compressed bytes of a part, and its checksum."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(), zlib.crc32(data)


def _encoded_name(info: zipfile.ZipInfo) -> tuple[bytes, int]:
    if info.filename.isascii():
        return info.filename.encode(), 0
    if info.flag_bits & 0x800:
        return info.filename.encode(), 0x800
    try:
        return info.filename.encode("cp437"), 0  # as it was read
    except UnicodeEncodeError:
        return info.filename.encode(), 0x800


def _directory_entry(info: zipfile.ZipInfo, common: bytes, name: bytes, offset: int) -> bytes:
    made_by = info.create_system << 8 | 20
    tail = struct.pack("<HHHHLL", 0, len(info.comment), 0, 0, info.external_attr, offset)
    return b"PK\1\2" + struct.pack("<H", made_by) + common + tail + name + info.comment
