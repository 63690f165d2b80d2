"""The home of a user who has allowed nothing yet, for the tests of several folders."""

from pathlib import Path

import pytest

from meetlat.plugins import trust


@pytest.fixture
def new_user(tmp_path, monkeypatch) -> Path:
    """The home of a user who has allowed nothing yet."""
    place = tmp_path / "home"
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(place))
    monkeypatch.delenv(trust.SWITCH)
    return place
