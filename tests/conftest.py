"""Fixtures and settings for all tests."""

import gc
import os
import sys
from pathlib import Path

# Tests run in parallel and their tables are small, so more threads would only slow them down.
# Both libraries read this when they are imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("POLARS_MAX_THREADS", "1")

# Workers of xdist and other processes keep the memory that they free (glibc reads this when they
# start). Getting it from the system again took a tenth to a fifth of the time of some folders.
os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", str(2**30))
os.environ.setdefault("MALLOC_MMAP_THRESHOLD_", str(2**25))
os.environ.setdefault("MALLOC_TOP_PAD_", str(2**26))

import pytest
from hypothesis import HealthCheck, settings

from meetlat.plugins import trust
from tests import conversions
from tests.xlengines.office import end_shared_office

# A workbook shows the minute of its recalculation, and tests compare bytes.
os.environ.setdefault("SOURCE_DATE_EPOCH", "1790000000")

# Messages of commands are in the language of the computer; tests expect English.
os.environ["LC_ALL"] = "C.UTF-8"

# Most tests run their own plugins without permission; tests of permission remove this.
os.environ.setdefault("MEETLAT_PLUGINS", "allow")

# Hundreds of tests start a Python. Without bytecode each of them would compile our modules again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# No test survives a power cut, so no file has to be on the disk before a test goes on.
os.fsync = lambda handle: None

# Examples are fixed by default, so that a test fails only because of a change. `just nightly`
# draws many new ones (`--hypothesis-profile deep`).
# A busy machine is slow, so there is no deadline for an example.
no_deadline = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", no_deadline, max_examples=30, derandomize=True)
settings.register_profile("deep", no_deadline, max_examples=1000)
settings.register_profile("few", no_deadline, max_examples=5, derandomize=True)  # for Wine
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
    """Use workers for the whole suite; a few files are quicker without.

    One more than there are processors, because many tests wait for LibreOffice or another process.
    """
    everything = {Path(__file__).parent, config.rootpath}
    if everything.isdisjoint(Path(argument).resolve() for argument in config.args):
        return 0
    return min((os.cpu_count() or 1) + 1, 4)


def pytest_configure(config):
    """Let each worker start to import the tests in another folder.

    In a new clone Python compiles every module. Workers that import the same modules at the same
    time would each compile all of them.
    """
    folder, worker = Path(__file__).parent, getattr(config, "workerinput", None)
    if worker and [Path(argument).resolve() for argument in config.args] == [folder]:
        parts = sorted(each for each in folder.iterdir() if any(each.rglob("test_*.py")))
        parts += sorted(folder.glob("test_*.py"))
        first = len(parts) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
        config.args = [*map(str, parts[first:] + parts[:first])]


# Every file in these folders takes a few seconds at most.
QUICK = {"checking", "problems", "reading", "schemas", "shipped_plugins"}


def pytest_collection_modifyitems(items):
    """Sort by file, with quick files last: the workers of xdist then end at about the same time."""
    items.sort(key=lambda item: (not QUICK.isdisjoint(item.path.parts), item.path))


def pytest_collection_finish():
    """Keep thousands of collected tests out of every garbage collection, and make those rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_sessionfinish():
    """Do not look for garbage at the end, as a command does not: pytest would do it five times."""
    gc.freeze()


def pytest_unconfigure():
    """End the LibreOffices that tests share, in each worker."""
    conversions.end_all()
    end_shared_office()


def pytest_terminal_summary(terminalreporter):
    """Print how many figures of the published report were reproduced."""
    reports = terminalreporter.getreports("passed")
    lines = [text for report in reports for key, text in report.user_properties if key == "figures"]
    if lines:
        terminalreporter.section("the published report")
        for line in lines:
            terminalreporter.write_line(line)
