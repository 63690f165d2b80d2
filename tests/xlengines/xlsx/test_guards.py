"""Harmful files are refused within one second and 200 MB."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import contract_book
import pytest
from surgery import Surgery

pytest.importorskip("xlengines.xlsx")

# Processor time, because the machine may be busy. Work that grows with the square takes minutes.
SECONDS, MEGABYTES = 5.0, 200
BOMB = 2**28  # bytes; more than the limit of memory
PROBE = """
import json, os, sys, time
import xlwings
from xlengines.xlsx import Refused, open_book

def peak():
    try:  # getrusage may include the parent, because it survives fork and exec
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if "VmHWM" in line)
    except OSError:
        pass
    try:
        import resource
    except ImportError:  # Windows: time only
        return 0.0
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit

def probe(path, out):
    start, answer = time.process_time(), "opened"
    try:
        book = open_book(path)
        book.sheets["Data"]["A1"].value = "x"
        [s.used_range.shape for s in book.sheets]
        [t.range.shape for s in book.sheets for t in s.tables]
        scores = book.sheets["Tables"].tables["Scores"]
        scores.resize(scores.range.resize(row_size=6))
        book.save(out)
    except Refused as refusal:
        answer = "refused: " + str(refusal.args[0])
    print(json.dumps([answer, time.process_time() - start, peak()]), flush=True)

if len(sys.argv) == 3:
    probe(*sys.argv[1:])
for line in sys.stdin if len(sys.argv) == 1 else ():
    if not (child := os.fork()):
        import signal
        signal.alarm(60)
        probe(*json.loads(line))
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        print("null", flush=True)
"""


@pytest.fixture(scope="module")
def prober() -> Iterator[subprocess.Popen[str] | None]:
    """A Python that has imported all and forks for each file; None where there is no fork."""
    if not hasattr(os, "fork"):
        yield None
        return
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", PROBE], stdin=pipe, stdout=pipe, text=True) as own:
        yield own


@pytest.fixture
def probe(prober) -> Callable[[Path], tuple[str, float, float]]:
    """Opens, writes and saves in another process; returns answer, seconds and peak megabytes."""

    def ask(path: Path) -> tuple[str, float, float]:
        paths = [str(path), str(path.with_name("out.xlsx"))]
        if prober is None:
            command = [sys.executable, "-c", PROBE, *paths]
            answer = subprocess.run(
                command, capture_output=True, text=True, timeout=60, check=True
            ).stdout
        else:
            print(json.dumps(paths), file=prober.stdin, flush=True)
            answer = prober.stdout.readline()
        found = json.loads(answer)
        assert found, "the process crashed, or took more than a minute"
        return tuple(found)

    return ask


def entities(s: Surgery) -> None:
    """A billion laughs in the strings."""
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = s.text("xl/sharedStrings.xml")
    bomb = f'<!DOCTYPE sst [<!ENTITY e0 "ha">{lines}]>'
    text = text.replace("<sst", bomb + "<sst", 1).replace("<t>text</t>", "<t>&e9;</t>", 1)
    s.parts["xl/sharedStrings.xml"] = text.encode()


def entities_in_a_sheet(s: Surgery) -> None:
    name = "xl/worksheets/sheet1.xml"
    bomb = '<!DOCTYPE worksheet [<!ENTITY a "1"><!ENTITY b SYSTEM "file:///etc/hostname">]>'
    s.replace(name, "<worksheet", bomb + "<worksheet")


def entities_in_relationships(s: Surgery) -> None:
    bomb = '<!DOCTYPE Relationships [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
    s.replace("xl/_rels/workbook.xml.rels", "<Relationships", bomb + "<Relationships")


def bomb_in_a_sheet(s: Surgery) -> None:
    """Blanks between two rows, a thousand times the size of the file."""
    s.parts["xl/worksheets/sheet1.xml"] = s.parts["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", b" " * BOMB + b"</sheetData>"
    )


def bomb_beside_the_sheets(s: Surgery) -> None:
    s.add("xl/media/image1.png", bytes(BOMB), "image/png")


def path_upwards(s: Surgery) -> None:
    s.add("../../outside.xml", "<x/>", "application/xml")


def path_from_the_root(s: Surgery) -> None:
    s.add("/etc/outside.xml", "<x/>")


def path_of_windows(s: Surgery) -> None:
    s.add("..\\outside.xml", "<x/>")


def part_twice(s: Surgery) -> None:
    s.parts["XL/Workbook.xml"] = s.parts["xl/workbook.xml"]


def absurd_row(s: Surgery) -> None:
    s.replace("xl/worksheets/sheet1.xml", '<row r="8"', '<row r="99999999"')


def absurd_cell(s: Surgery) -> None:
    s.replace("xl/worksheets/sheet1.xml", '<c r="A8"', '<c r="ZZZZ8"')


def absurd_table(s: Surgery) -> None:
    s.replace("xl/tables/table1.xml", 'ref="B3:D6"', 'ref="B3:D99999999"')


def absurd_spans(s: Surgery) -> None:
    s.replace("xl/worksheets/sheet1.xml", 'spans="1:3"', 'spans="1:99999999"')


def absurd_style(s: Surgery) -> None:
    s.replace("xl/worksheets/sheet1.xml", ' s="1"', ' s="99999999"')


def million_rows_of_nothing(s: Surgery) -> None:
    """One cell at the last row and column of an almost empty sheet."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    s.replace("xl/worksheets/sheet1.xml", "</sheetData>", far)
    s.replace("xl/worksheets/sheet1.xml", 'ref="A1:C8"', 'ref="A1:XFD1048576"')


def merged_everything(s: Surgery) -> None:
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    s.replace("xl/worksheets/sheet1.xml", "</sheetData>", merge)


def array_everything(s: Surgery) -> None:
    formula = '<f t="array" ref="B5:XFD1048576">'
    s.replace("xl/worksheets/sheet1.xml", "<f>B1*2", formula + "B1*2")


def deep_nesting(s: Surgery) -> None:
    nest = "<x>" * 100_000 + "</x>" * 100_000
    s.replace("xl/worksheets/sheet1.xml", "</worksheet>", nest + "</worksheet>")


def hard_to_read(name: str, text: str) -> Callable[[Surgery], None]:
    """A defined name that makes a careless regular expression very slow."""

    def harm(s: Surgery) -> None:
        defined = f'<definedNames><definedName name="hard">{text}</definedName>'
        s.replace("xl/workbook.xml", "<definedNames>", defined)

    harm.__name__ = name
    return harm


def thirty_thousand_names(s: Surgery) -> None:
    names = "".join(
        f'<definedName name="n_{n}">Tables!$D$4:$D$6</definedName>' for n in range(30_000)
    )
    s.replace("xl/workbook.xml", "<definedNames>", "<definedNames>" + names)


MUST_REFUSE = (
    entities,
    entities_in_a_sheet,
    entities_in_relationships,
    bomb_in_a_sheet,
    path_upwards,
    path_of_windows,
    part_twice,
    absurd_row,
    absurd_cell,
    absurd_table,
)
MAY_PASS = (
    bomb_beside_the_sheets,
    path_from_the_root,
    absurd_spans,
    absurd_style,
    million_rows_of_nothing,
    merged_everything,
    array_everything,
    deep_nesting,
    thirty_thousand_names,
    hard_to_read("quotes", "'a" * 300_000 + "!$A$1"),
    hard_to_read("brackets", "Scores[" * 100_000),
    hard_to_read("colons", "$A$1:" * 100_000),
    hard_to_read("parentheses", "(" * 1_000_000),
)


def harmed(folder: Path, harm: Callable[[Surgery], None]) -> Path:
    path = contract_book.build(folder / "harm.xlsx")
    surgery = Surgery(path)
    harm(surgery)
    surgery.save(path)
    del surgery
    return path


@pytest.mark.parametrize("harm", MUST_REFUSE, ids=lambda h: h.__name__)
def test_harmful_files_are_refused_within_limits(probe, harm: Callable[[Surgery], None], tmp_path):
    answer, seconds, megabytes = probe(harmed(tmp_path, harm))
    assert answer.startswith("refused"), answer
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("harm", MAY_PASS, ids=lambda h: h.__name__)
def test_unusual_files_stay_within_limits(probe, harm: Callable[[Surgery], None], tmp_path):
    _, seconds, megabytes = probe(harmed(tmp_path, harm))
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


def test_a_false_size_in_the_zip_directory_is_refused(probe, tmp_path):
    """The part is much larger than the zip directory says."""
    path = harmed(tmp_path, bomb_in_a_sheet)
    with zipfile.ZipFile(path) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    data = path.read_bytes()
    true = info.file_size.to_bytes(4, "little")
    path.write_bytes(data.replace(true, (1000).to_bytes(4, "little")))
    answer, seconds, megabytes = probe(path)
    assert answer.startswith("refused"), answer
    assert (seconds < SECONDS, megabytes < MEGABYTES) == (True, True)
