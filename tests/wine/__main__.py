"""Install the bundle in a fresh Wine, use it, and write what came of it to a table.

python -m tests.wine BUNDLE [TABLE]; start it with `unshare -rn` to switch the network off.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from meetlat_bundle.fetching import digest
from tests.wine.prefix import Wine
from tests.wine.steps import STEPS, Trial, is_offline

HEAD = """# What was tried on Windows code

`just windows` writes this page. It installs the bundle by its own installer in a fresh Wine, uses
it, and removes it again. Wine runs programs of Windows on Linux: the Python, the wheels and the
installer are those of Windows, but Windows itself, Excel and a virus scanner are not there. What
Wine 8 lacks to run a CPython and NumPy is added after the installation (`tests/wine/shims`). What
only a real computer can show is
[a checklist of ten minutes](excel-checklist.md).

> **What has been tried** is in the table. A real Windows and a real Excel have not been tried.

"""


def main() -> int:
    """Try every step; one that fails does not keep the next from being tried."""
    bundle, table = Path(sys.argv[1]).resolve(), Path(sys.argv[2]) if sys.argv[2:] else None
    rows = []
    with tempfile.TemporaryDirectory(prefix="meetlat-wine-", ignore_cleanup_errors=True) as folder:
        wine = Wine(Path(folder) / "prefix")
        wine.start()
        trial = Trial(wine, bundle, Path(folder) / "werk")
        trial.folder.mkdir()
        for step in STEPS:
            began = time.monotonic()
            try:
                verdict, said = "yes", step(trial)
            except (Exception, BaseException) as fault:
                if isinstance(fault, KeyboardInterrupt):
                    raise
                verdict, said = "**no**", f"{type(fault).__name__}: {fault}"
            rows.append((step.__doc__ or "", verdict, said, time.monotonic() - began))
            sys.stdout.write(f"{rows[-1]}\n")
            sys.stdout.flush()
        wine.end()
    if table:
        table.write_text(page(bundle, rows), encoding="utf-8")
    return any(verdict != "yes" for _, verdict, _, _ in rows)


def page(bundle: Path, rows: list[tuple[str, str, str, float]]) -> str:
    """The table, with the versions of everything."""
    version = subprocess.run(["wine", "--version"], capture_output=True, text=True, check=False)
    size = bundle.stat().st_size
    with zipfile.ZipFile(bundle) as archive:
        files = len(archive.namelist())
    network = "off, but for this computer itself" if is_offline() else "on"
    total = sum(seconds for *_, seconds in rows)
    facts = [
        f"- {bundle.name}: {size:,} bytes, {files:,} files",
        f"- SHA-256 `{digest(bundle.read_bytes())}`",
        f"- {version.stdout.strip()}, set to Windows 10; the network was {network}",
        f"- {len(rows)} steps in {total:.0f} s; Wine starts slowly, so times say little",
    ]
    lines = ["| tried | works | what it said | s |", "|---|---|---|---|"]
    for tried, verdict, said, seconds in rows:
        shown = " ".join(said.split())[:160].replace("|", "\\|").replace("<", "&lt;")
        lines.append(f"| {tried} | {verdict} | {shown} | {seconds:.0f} |")
    return HEAD + "\n".join(facts) + "\n\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
