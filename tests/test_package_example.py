"""The example of a plugin as a package: built, installed and found like anyone's."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "meetlat-critical"
BUILD = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"


def test_it_is_built_installed_and_found(tmp_path):
    source = shutil.copytree(EXAMPLE, tmp_path / "source")
    subprocess.run([sys.executable, "-c", BUILD, str(tmp_path)], cwd=source, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as parts:  # all that installing pure Python does
        parts.extractall(tmp_path / "site")
    paths = [str(tmp_path / "site"), os.environ.get("PYTHONPATH", "")]
    told = subprocess.run(
        [sys.executable, "-m", "meetlat.cli", "plugins", "--json"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    sources = {source["place"]: source for source in json.loads(told.stdout)["sources"]}
    (plugin,) = sources["meetlat-critical 1.0"]["plugins"]
    assert plugin["plugin"] == "meetlat_critical"
    assert [(m["metric"], m["on"]) for m in plugin["metrics"]] == [("critical", False)]


def test_its_own_test_passes():
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
