"""The page of all problems says what Meetlat says now, of every code there is."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from meetlat.problems.severities import SEVERITIES

DOCS = Path(__file__).parents[1] / "docs"


def test_the_page_is_current_and_holds_every_code():
    spec = spec_from_file_location("problems_page", DOCS / "problems.py")
    assert spec
    assert spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    page = (DOCS / "problems.md").read_text(encoding="utf-8")
    assert page == made.page(), "run python docs/problems.py"
    assert [code for code in SEVERITIES if f"## `{code}`" not in page] == []
