"""What is tried: each step does something on Windows and says what came of it, or fails."""

from __future__ import annotations

import os
import shutil
import socket
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from meetlat.api import preview
from meetlat.reporting.table_files import export_results
from meetlat_workbooks.content import HOME
from tests.screen import Screen
from tests.wine.prefix import Done, Wine, add_what_wine_lacks, windows_path
from xlengines.xlsx import open_book

# NumPy's linear algebra differs in the last bits between systems.
CLOSE = 1e-12

# Holds a file open so that no other program can open it, as some virus scanners do.
HOLD = """
import ctypes, sys, time
open_file = ctypes.windll.kernel32.CreateFileW
open_file.restype = ctypes.c_void_p
print(open_file(sys.argv[1], 0x80000000, 0, None, 3, 0x80, None), flush=True)
time.sleep(600)
"""


@dataclass
class Trial:
    """One Windows, and the survey that is tried in it."""

    wine: Wine
    bundle: Path
    folder: Path

    @property
    def survey(self) -> Path:
        return self.folder / "Enquête & co" / "survey.xlsx"

    def command(self, *arguments: str, cwd: Path | None = None, **environment: str) -> Done:
        """The command `meetlat`, as a user gives it."""
        script = windows_path(self.wine.meetlat / "meetlat.cmd").replace(
            windows_path(self.wine.drive), "C:"
        )
        return self.wine.run(
            "cmd", "/c", script, *arguments, cwd=cwd or self.survey.parent, **environment
        )

    def python(self, *arguments: str, name: str = "python.exe", cwd: Path | None = None) -> Done:
        program = str(self.wine.meetlat / "python" / name)
        return self.wine.run(program, "-P", *arguments, cwd=cwd or self.folder)


def ok(done: Done, *expected: str, code: int = 0) -> str:
    """Check what a command did; return its last line."""
    assert done.code == code, f"code {done.code}: {done.said[-2000:]}"
    assert "Traceback" not in done.said, done.said[-2000:]
    for text in expected:
        assert text in done.said, f"no {text!r} in: {done.said[-2000:]}"
    lines = [line for line in done.said.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def unpack_and_install(trial: Trial) -> str:
    """From the zip file, by its own installer, in a folder with a blank, `é` and `&`."""
    place = trial.folder / "Gedownloade & uitgepakte bestandén"
    with zipfile.ZipFile(trial.bundle) as archive:
        archive.extractall(place)
    done = trial.wine.run("cmd", "/c", "install.cmd", "/quiet", cwd=place)
    said = ok(done, "Installed meetlat")
    add_what_wine_lacks(trial.wine.meetlat)
    return said


def damaged_bundle(trial: Trial) -> str:
    """A file of the unpacked bundle was changed."""
    place = trial.folder / "Gedownloade & uitgepakte bestandén"
    file = place / "python" / "Lib" / "this.py"
    content = file.read_bytes()
    file.write_bytes(content + b"#")
    try:
        done = trial.wine.run("cmd", "/c", "install.cmd", "/quiet", cwd=place)
        return ok(done, "this.py", code=1)
    finally:
        file.write_bytes(content)


def version(trial: Trial) -> str:
    """`meetlat --version`"""
    return ok(trial.command("--version", cwd=trial.folder), "meetlat ")


def new(trial: Trial) -> str:
    """`meetlat new "Enquête & co"`"""
    ok(trial.command("new", trial.survey.parent.name, cwd=trial.folder), "survey.xlsx")
    assert trial.survey.is_file()
    return "a survey in a folder with a blank, é and &"


def recalculate(trial: Trial) -> str:
    """`meetlat recalculate survey.xlsx`"""
    ok(trial.command("recalculate", "survey.xlsx"), "60 van 84")
    book = open_book(trial.survey)
    tables = {table.name for sheet in book.sheets for table in sheet.tables}
    book.close()
    return f"a workbook with {len(tables)} tables"


def equal_figures(trial: Trial) -> str:
    """`meetlat export` of the example: the figures of Linux, table by table."""
    folder = shutil.copytree(HOME / "provincie-utrecht", trial.folder / "voorbeeld")
    ok(trial.command("export", "survey.xlsx", "figures", "--format", "parquet", cwd=folder))
    report = preview(folder / "survey.xlsx")
    here = export_results(report.results, folder / "linux", "parquet")
    cells, apart = 0, []
    for file in here:
        if file.stem == "LastRun":  # it has the moment
            continue
        linux, windows = pl.read_parquet(file), pl.read_parquet(folder / "figures" / file.name)
        cells += linux.height * linux.width
        if not linux.equals(windows):
            assert_frame_equal(linux, windows, rel_tol=CLOSE, abs_tol=CLOSE)
            apart.append(file.stem)
    same = len(here) - 1 - len(apart)
    rest = f"; {' and '.join(apart)} to within {CLOSE}" if apart else ""
    return f"{same} tables bit by bit{rest}; {cells:,} cells"


def check_with_errors(trial: Trial) -> str:
    """`meetlat check` of a workbook with a mistake"""
    wrong = trial.survey.with_name("fout.xlsx")
    shutil.copy(trial.survey, wrong)
    book = open_book(wrong)
    table = next(t for s in book.sheets for t in s.tables if t.name == "Questions").range
    table[2, table.value[0].index("theme")].value = "werkdrk"
    book.save()
    book.close()
    done = trial.command("check", "fout.xlsx")
    ok(done, "werkdrk", code=1)
    return next(line.strip() for line in done.said.splitlines() if "werkdrk" in line)


def report(trial: Trial) -> str:
    """`meetlat report --html --pptx`"""
    ok(trial.command("report", "survey.xlsx", "--html", "rapport.html", "--pptx", "rapport.pptx"))
    page, slides = trial.survey.with_name("rapport.html"), trial.survey.with_name("rapport.pptx")
    assert "60" in page.read_text(encoding="utf-8")
    return f"{page.stat().st_size:,} and {slides.stat().st_size:,} bytes"


def button(trial: Trial) -> str:
    """`meetlat button survey.xlsm`: the Python that a click starts has Meetlat"""
    done = trial.command("button", "survey.xlsm")
    ok(done, "A click in Excel starts", "pythonw.exe")
    return next(line for line in done.said.splitlines() if "starts" in line)


def start_of_the_macro(trial: Trial) -> str:
    """The command that the macro gives, without Excel: the log says that Excel is missing"""
    done = trial.python(
        "-m", "meetlat.button", "--wb=survey.xlsm", "--from_xl=1", "--app=C:\\Excel", "--hwnd=1",
        name="pythonw.exe",
    )  # fmt: skip
    assert done.code == 3, done
    log = (trial.wine.meetlat / "meetlat.log").read_text(encoding="utf-8")
    return log.strip().splitlines()[-1][:100]


POLICY = r"HKLM\SOFTWARE\Policies\Meetlat"


def policy(trial: Trial) -> str:
    """A Python on a share, named in the registry by IT: nothing starts"""
    trial.wine.run("reg", "add", POLICY, "/v", "Python", "/d", r"\\server\x\pythonw.exe", "/f")
    try:
        done = trial.command("button", "survey.xlsm")
        ok(done, r"\\server\x\pythonw.exe", code=1)
    finally:
        trial.wine.run("reg", "delete", POLICY, "/f")
    return "refused"


def plugins(trial: Trial) -> str:
    """`meetlat plugins survey.xlsx`"""
    done = trial.command("plugins", "survey.xlsx")
    ok(done, "likert")
    return f"{len(done.said.splitlines())} lines"


def doctor(trial: Trial) -> str:
    """`meetlat doctor`"""
    done = trial.command("doctor")
    ok(done, "isolated           yes", "Excel              not found")
    user = trial.wine.meetlat.parents[2].name
    assert f"\\{user}\\" not in done.said
    return next(line.strip() for line in done.said.splitlines() if "system " in line)


def unc(trial: Trial) -> str:
    r"""A survey on a share: `meetlat recalculate \\server\share\...`"""
    share = trial.wine.folder / "dosdevices" / "unc" / "server" / "hr & data"
    shutil.copytree(trial.survey.parent, share)
    done = trial.command("recalculate", "\\\\server\\hr & data\\survey.xlsx", cwd=trial.folder)
    ok(done, "60 van 84")
    return "recalculated on the share"


def responses_elsewhere(trial: Trial) -> str:
    """Responses on a share, named by a cell"""
    wrong = trial.survey.with_name("elders.xlsx")
    shutil.copy(trial.survey, wrong)
    book = open_book(wrong)
    table = next(t for s in book.sheets for t in s.tables if t.name == "Survey").range
    row = [cells[0] for cells in table.value].index("responses")
    table[row, 1].value = "\\\\server\\hr & data\\responses.csv"
    book.save()
    book.close()
    done = trial.command("check", "elders.xlsx")
    ok(done, "--responses", code=1)
    return "refused"


def read_only(trial: Trial) -> str:
    """A workbook that is read-only"""
    locked = trial.survey.with_name("alleen-lezen.xlsx")
    shutil.copy(trial.survey, locked)
    before = locked.read_bytes()
    trial.wine.run("attrib", "+r", locked.name, cwd=locked.parent)
    done = trial.command("recalculate", locked.name)
    assert "Traceback" not in done.said, done.said
    changed = locked.read_bytes() != before
    assert not list(locked.parent.glob("*.tmp"))
    return f"code {done.code}, {'replaced' if changed else 'unchanged'}: {last(done)}"


def held_open(trial: Trial) -> str:
    """A workbook that another program holds open"""
    script = trial.folder / "hold.py"
    script.write_text(HOLD, encoding="ascii")
    before, said = trial.survey.read_bytes(), trial.folder / "held"
    holder = trial.wine.background(
        str(trial.wine.meetlat / "python" / "python.exe"), str(script), windows_path(trial.survey),
        cwd=trial.folder, output=said,
    )  # fmt: skip
    try:
        wait(lambda: said.read_bytes().strip() != b"", 60)
        assert said.read_bytes().strip().isdigit(), said.read_bytes()
        done = trial.command("recalculate", "survey.xlsx")
    finally:
        holder.kill()
        trial.wine.run("taskkill", "/f", "/im", "python.exe")
    ok(done, "survey.xlsx", code=1)
    assert trial.survey.read_bytes() == before
    return last(done)


IN_CODE_PAGE = """
import sys
sys.stdout.reconfigure(encoding="cp{number}", errors="strict")
sys.argv = ["meetlat", "check", "fout.xlsx"]
from meetlat.cli import main
main()
"""


def code_page(number: int) -> Callable[[Trial], str]:
    """A step that writes to a console with this code page; Wine has no `chcp`."""

    def tried(trial: Trial) -> str:
        script = IN_CODE_PAGE.format(number=number)
        done = trial.python("-c", script, cwd=trial.survey.parent)
        said = done.said.encode("cp1252", errors="replace").decode(f"cp{number}", errors="replace")
        ok(done, "werkdrk", code=1)
        return next(line.strip() for line in said.splitlines() if "werkdrk" in line)

    tried.__doc__ = f"`meetlat check` with code page {number}."
    return tried


def watch(trial: Trial) -> str:
    """`meetlat watch survey.xlsx`, and a workbook that is saved"""
    said = trial.folder / "watch.txt"
    watching = trial.wine.background(
        str(trial.wine.meetlat / "python" / "python.exe"), "-P", "-m", "meetlat", "watch",
        "survey.xlsx", cwd=trial.survey.parent, output=said,
    )  # fmt: skip
    try:
        wait(lambda: b"survey.xlsx" in said.read_bytes(), 120)
        lines = len(said.read_bytes().splitlines())
        time.sleep(5)
        book = open_book(trial.survey)
        table = next(t for s in book.sheets for t in s.tables if t.name == "Questions").range
        table[1, table.value[0].index("weight")].value = 0
        book.save()
        book.close()
        began = time.monotonic()
        wait(lambda: len(said.read_bytes().splitlines()) > lines, 90)
        seconds = time.monotonic() - began
    finally:
        watching.kill()
        trial.wine.run("taskkill", "/f", "/im", "python.exe")
    line = said.read_bytes().decode("cp1252", errors="replace").splitlines()[lines]
    return f"{line.strip()[:60]} ({seconds:.0f} s after saving)"


# The environment variable that names a file for a picture of the window.
PICTURE = "WINDOW_PICTURE"

MENU = "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Meetlat.lnk"


def start_menu(trial: Trial) -> str:
    """The shortcut in the Start menu, and the window that it opens: a workbook that is saved"""
    user = trial.wine.meetlat.parents[2]
    shortcut = (user / MENU).read_bytes()
    target = r"Meetlat\python\pythonw.exe"
    assert target.encode() in shortcut or target.encode("utf-16-le") in shortcut
    assert "-P -m meetlat window".encode("utf-16-le") in shortcut
    survey = shutil.copy(trial.survey, trial.survey.with_name("venster.xlsx"))
    program = str(trial.wine.meetlat / "python" / "pythonw.exe")
    with Screen() as screen:
        trial.wine.background(
            program, "-P", "-m", "meetlat", "window", "venster.xlsx", cwd=trial.survey.parent,
            output=trial.folder / "window.txt", DISPLAY=screen.name,
        )  # fmt: skip
        try:
            before, began = survey.read_bytes(), time.monotonic()
            time.sleep(15)
            while survey.read_bytes() == before:  # the window may not look yet
                assert time.monotonic() < began + 120, (trial.folder / "window.txt").read_text()
                survey.touch()
                time.sleep(6)
            time.sleep(2)
            if picture := os.environ.get(PICTURE):
                screen.picture(Path(picture))
        finally:
            trial.wine.run("taskkill", "/f", "/im", "pythonw.exe")
    return f"recalculated in the window; the shortcut has {len(shortcut):,} bytes"


def update(trial: Trial) -> str:
    """The installer once more, over the version that is there"""
    place = trial.folder / "Gedownloade & uitgepakte bestandén"
    done = trial.wine.run("cmd", "/c", "install.cmd", "/quiet", cwd=place)
    said = ok(done, "Installed meetlat")
    assert not (trial.wine.meetlat / "old").exists()
    assert (trial.wine.meetlat / "trust").is_dir(), "what the user allowed is still there"
    return said


def uninstall(trial: Trial) -> str:
    """`uninstall.cmd`"""
    kept = ["key", "meetlat.log", "trust"]
    # The last line deletes the script itself, by a habit of cmd.exe that Wine's does not have.
    script = "uninstall.cmd"
    done = trial.wine.run("cmd", "/c", "uninstall.cmd", cwd=trial.wine.meetlat)
    wait(lambda: not (trial.wine.meetlat / "READ-ME.txt").exists(), 60)
    left = sorted(file.name for file in trial.wine.meetlat.iterdir())
    assert set(left) <= {*kept, script}, (left, done.said)
    apps = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Meetlat"
    assert trial.wine.run("reg", "query", apps).code, "no entry under Apps"
    path = trial.wine.run("reg", "query", r"HKCU\Environment", "/v", "Path").said
    assert "Meetlat" not in path, path
    assert not (trial.wine.meetlat.parents[2] / MENU).exists(), "the shortcut is still there"
    return f"left: {', '.join(left)}"


STEPS: list[Callable[[Trial], str]] = [
    unpack_and_install, damaged_bundle, version, new, recalculate, report, equal_figures,
    check_with_errors, button, start_of_the_macro, policy, plugins, doctor, code_page(850),
    code_page(1252), unc, responses_elsewhere, read_only, held_open, watch, start_menu, update,
    uninstall,
]  # fmt: skip


def last(done: Done) -> str:
    """The last line of what a command said."""
    lines = [line for line in done.said.splitlines() if line.strip()]
    return lines[-1].strip()[:120] if lines else ""


def wait(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            pytest.fail("it did not happen in time")
        time.sleep(0.2)


def is_offline() -> bool:
    """Whether this process has no network but its own."""
    return {name for _, name in socket.if_nameindex()} <= {"lo"}
