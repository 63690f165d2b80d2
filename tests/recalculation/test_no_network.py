"""Meetlat sends nothing anywhere: no step opens a connection or looks up an address."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.surveys import workbook

TABLES = {
    "Segments": "| segment |\n|---|\n| team |",
    "Questions": "| question | theme | scale |\n|---|---|---|\n| pride | work | agreement |",
    "Responses": "| pride | team |\n|---|---|\n" + "| agree | North |\n| neutral | South |\n" * 6,
}

# Everything that can reach another computer. A socket by itself does not. On Windows two more
# things are harmless: Polars looks at the processor through Python's `platform`, which asks for
# the name of this computer; and xlwings imports asyncio, which connects two sockets of this one.
REFUSE = """
import sys
used = []
def refuse(event, arguments):
    harmless = ["socket.__new__", "socket.gethostname"]
    if sys.platform == "win32" and "127.0.0.1" in str(arguments[1:2]):
        harmless += ["socket.bind", "socket.connect"]
    if event.startswith("socket.") and event not in harmless:
        used.append(event)
        raise PermissionError(event)
sys.addaudithook(refuse)
"""
USE = """
from pathlib import Path
from meetlat import check, recalculate
from meetlat.publishing import Targets, publish
from meetlat.reporting.table_files import export_results
file = Path(sys.argv[1])
assert not check(file)
export_results(recalculate(file), file.parent / "figures", "csv")
publish(file, Targets(html=file.parent / "report.html"))
"""
CONNECT = "import socket\nsocket.create_connection(('127.0.0.1', 9))\n"


def events_of(code: str, file: Path) -> str:
    """Run code that may use no network; return what it tried."""
    script = f"{REFUSE}try:\n    exec({code!r})\nfinally:\n    print(used)\n"
    run = [sys.executable, "-c", script, str(file)]
    return subprocess.run(run, capture_output=True, text=True, check=False).stdout.strip()


def test_checking_recalculating_exporting_and_publishing_use_no_network(tmp_path):
    file = workbook(tmp_path / "survey.xlsx", **TABLES)
    assert events_of(USE, file) == "[]"
    assert (tmp_path / "report.html").stat().st_size > 1000
    assert events_of(CONNECT, file) == "['socket.getaddrinfo']", "so the test can fail"
