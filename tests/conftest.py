"""Fixtures and settings for all tests."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from meetlat.plugins import trust
from tests import conversions
from tests.xlengines.office import end_shared_office

# No test leaves a warm process behind; tests of warm processes set this themselves.
os.environ.setdefault("MEETLAT_WARM", "0")

# Tests put plugins into folders of their own; tests of trust remove this.
os.environ.setdefault("MEETLAT_PLUGINS", "allow")

# Tests run beside each other, and their matrices are small: threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Hundreds of tests start a Python. Without bytecode each of them would compile our modules anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Examples are fixed by default, so that a test fails only because of a change. `just nightly`
# draws many new ones (`--hypothesis-profile deep`).
busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # as machines are
settings.register_profile("ci", busy, max_examples=100, derandomize=True)
settings.register_profile("deep", busy, max_examples=1000)
settings.load_profile("ci")


@pytest.fixture
def new_user(tmp_path, monkeypatch) -> Path:
    """The home of a user who has allowed nothing yet."""
    place = tmp_path / "home"
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(place))
    monkeypatch.delenv(trust.SWITCH)
    return place


def pytest_xdist_auto_num_workers(config):
    """A worker for each processor where all is tested; a part is quicker without (or `-n 2`)."""
    everything = {Path(__file__).parent, config.rootpath}
    if everything.isdisjoint(Path(argument).resolve() for argument in config.args):
        return 0
    return min(os.cpu_count() or 1, 4)


def pytest_unconfigure():
    """End what tests share, in each worker."""
    conversions.end_all()
    end_shared_office()


def pytest_terminal_summary(terminalreporter):
    """Print what tests recorded: how many figures of the published report came out again."""
    reports = terminalreporter.getreports("passed")
    said = [text for report in reports for name, text in report.user_properties if name == "said"]
    if said:
        terminalreporter.section("the published report")
        for line in said:
            terminalreporter.write_line(line)
