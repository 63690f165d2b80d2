"""What holds for every test."""

import os

from tests.new_user import new_user

__all__ = ["new_user"]

# No test leaves a warm process behind; those that are about warm processes say so.
os.environ.setdefault("MEETLAT_WARM", "0")

# Tests put plugins into folders of their own; what is about trust says so.
os.environ.setdefault("MEETLAT_PLUGINS", "allow")


def pytest_terminal_summary(terminalreporter):
    """Print what tests have to say: how many figures of the published report came out again."""
    reports = terminalreporter.getreports("passed")
    said = [text for report in reports for name, text in report.user_properties if name == "said"]
    if said:
        terminalreporter.section("the published report")
        for line in said:
            terminalreporter.write_line(line)
