"""Formulas of shipped workbooks have no stored value, because a stored 0 would be shown."""

import pytest
from lxml import etree

from meetlat_workbooks.content import HOME
from tests.workbooks.workbook_parts import MAIN, parts


@pytest.mark.parametrize("survey", ["starter", "provincie-utrecht"])
def test_shipped_formulas_have_no_stored_zero(survey):
    cells = [
        cell
        for name, part in parts(HOME / survey / "survey.xlsx").items()
        if name.startswith("xl/worksheets/sheet")
        for cell in etree.fromstring(part).iter(f"{MAIN}c")
        if cell.find(f"{MAIN}f") is not None
    ]
    assert len(cells) > 200
    assert [c.get("r") for c in cells if c.findtext(f"{MAIN}v") == "0"] == []
