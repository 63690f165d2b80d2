"""The example of a plugin package can be built, installed and found by Meetlat."""

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


def test_the_example_package_is_found_after_installation(tmp_path):
    source = shutil.copytree(EXAMPLE, tmp_path / "source")
    subprocess.run([sys.executable, "-c", BUILD, str(tmp_path)], cwd=source, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as parts:  # installing pure Python does no more than this
        parts.extractall(tmp_path / "site")
    paths = [str(tmp_path / "site"), os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, "-m", "meetlat.cli", "plugins", "--json"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    sources = {source["place"]: source for source in json.loads(done.stdout)["sources"]}
    (plugin,) = sources["meetlat-critical 1.0"]["plugins"]
    assert plugin["plugin"] == "meetlat_critical"
    assert [(m["metric"], m["on"]) for m in plugin["metrics"]] == [("critical", False)]


def test_the_test_of_the_example_package_passes():
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(EXAMPLE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
