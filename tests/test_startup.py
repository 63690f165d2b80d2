"""Commands and clicks change some settings to start fast; importing the library does not."""

from __future__ import annotations

import os
import subprocess
import sys

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
