"""A formula of a shipped workbook has no value yet: a stored 0 would be shown as a figure."""

import pytest
from lxml import etree

from meetlat_workbooks.content import HOME
from tests.workbooks.workbook_parts import MAIN, parts


@pytest.mark.parametrize("survey", ["starter", "provincie-utrecht"])
def test_no_formula_is_stored_with_a_figure_that_nobody_computed(survey):
    cells = [
        cell
        for name, part in parts(HOME / survey / "survey.xlsx").items()
        if name.startswith("xl/worksheets/sheet")
        for cell in etree.fromstring(part).iter(f"{MAIN}c")
        if cell.find(f"{MAIN}f") is not None
    ]
    assert len(cells) > 200
    assert [c.get("r") for c in cells if c.findtext(f"{MAIN}v") == "0"] == []
