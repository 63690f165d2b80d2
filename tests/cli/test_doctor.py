"""`meetlat doctor`: facts for support, and nothing of people."""

from __future__ import annotations

import sys

import pytest
from typer.testing import CliRunner

from meetlat.cli.commands import app


@pytest.fixture
def said(tmp_path, monkeypatch) -> str:
    home = tmp_path / "anna.devries"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("MEETLAT_TIME_LIMIT", "90")
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 0, done.output
    return done.output


def test_versions_and_settings_are_shown(said):
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in said
    assert "polars" in said
    assert "MEETLAT_TIME_LIMIT" in said
    assert "a click starts" in said


def test_the_name_of_the_user_is_not_shown(said):
    assert "anna" not in said
    assert "~" in said
