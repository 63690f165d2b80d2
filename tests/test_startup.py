"""Commands and clicks change some settings to start fast; importing the library does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = "print(gc.get_threshold() == usual, os.environ.get('OPENBLAS_NUM_THREADS'), flush=True)"


def settings_after(code: str, **environment: str) -> list[str]:
    """Run code in a new Python; return what it prints about its settings."""
    script = f"import gc, os, sys\nusual = gc.get_threshold()\n{code}\n{SHOW}"
    clean = {name: value for name, value in os.environ.items() if "OPENBLAS" not in name}
    command = [sys.executable, "-c", script]
    environment = {**clean, **environment}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()


COMMAND = """
from meetlat.cli import main
os._exit = lambda code: None
sys.argv = ["meetlat", "--version"]
try:
    main()
except SystemExit:
    pass
"""
CLICK = "from meetlat.button import press\npress()"


@pytest.mark.parametrize("code", [COMMAND, CLICK], ids=["command", "click"])
def test_a_command_and_a_click_start_fast_unless_switched_off(code):
    assert settings_after(code) == ["False", "1"]
    assert settings_after(code, MEETLAT_FAST_START="0") == ["True", "None"]


def test_a_number_of_threads_chosen_by_the_user_is_kept():
    assert settings_after(COMMAND, OPENBLAS_NUM_THREADS="4") == ["False", "4"]


def test_importing_the_library_changes_no_settings():
    assert settings_after("import meetlat\nmeetlat.recalculate") == ["True", "None"]


def test_importing_the_library_replaces_no_module():
    """Pandera and xlwings get the real pydantic and NumPy, as they would without Meetlat."""
    code = "import meetlat_schemas, numpy, pydantic, pydantic_core, xlwings.conversion\n"
    code += "assert all(hasattr(m, '__file__') for m in (numpy, pydantic, pydantic_core))\n"
    code += "assert xlwings.conversion.np is numpy"
    subprocess.run([sys.executable, "-c", code], check=True)


END = "import atexit\nfrom meetlat.startup import end_fast\natexit.register(print, 'registered')\n"


@pytest.mark.parametrize("switch", ["0", "1"])
@pytest.mark.parametrize(
    ("code", "printed", "returned"),
    [
        ("print('done')\nend_fast(3)", "done registered", 3),
        ("print('done')\nend_fast(None)", "done registered", 0),
        (
            "import threading, time\n"
            "work = lambda: (time.sleep(0.2), print('waited for'))\n"
            "threading.Thread(target=work).start()\nend_fast(1)",
            "waited for registered",
            1,
        ),
    ],
    ids=["code", "success", "thread"],
)
def test_a_process_ends_with_its_code_after_all_that_it_must_do(switch, code, printed, returned):
    environment = {**os.environ, "MEETLAT_FAST_START": switch}
    command = [sys.executable, "-c", END + code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.returncode) == (printed.split(), returned)


@pytest.mark.parametrize("switch", ["0", "1"])
def test_a_process_without_streams_ends_with_its_code(switch):
    """As the button's does: `pythonw.exe` has no streams."""
    code = END + "import sys\nsys.stdout = sys.stderr = None\nend_fast(3)"
    environment = {**os.environ, "MEETLAT_FAST_START": switch}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    assert done.returncode == 3


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="needs a file that is always full")
def test_a_process_that_cannot_print_still_fails():
    command = [sys.executable, "-c", END + "print('done')\nend_fast(0)"]
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}
    with FULL.open("w") as full:
        done = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.DEVNULL)
    assert done.returncode != 0
