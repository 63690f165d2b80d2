"""A blank name of a question, theme or segment hides no other problem of its row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults import OF_FIGURES, Fault, parts, planted
from tests.faults.catalogue import CATALOGUE
from tests.faults.responses import RESPONSES

# Problems of the name itself, and of the rows that refer to it.
OF_NAMES = {
    *("blank", "cell-error", "column-missing", "duplicate", "names-alike"),
    *("parent-cycle", "theme-unused", "theme-weightless", "themes-unnamed", "unknown-parent"),
}


def is_in_a_named_row(fault: Fault) -> bool:
    """Whether the fault is in a row of a table whose names are unique."""
    if "!" not in fault.place or fault.code in OF_NAMES or fault.also or fault.files:
        return False
    if fault.code in OF_FIGURES:  # a blank name is an error, so there are no figures
        return False
    sheet, row, _ = parts(fault.place)
    return row > 1 and sheet in ("Questions", "Segments", "Themes")


FAULTS = [fault for fault in (*CATALOGUE, *RESPONSES) if is_in_a_named_row(fault)]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_found_if_the_name_of_its_row_is_blank_too(fault: Fault, tmp_path: Path):
    sheet, row, _ = parts(fault.place)
    name = f"{sheet}!A{row}"
    both = replace(fault, cells={**fault.cells, name: None})
    problems = planted([both], tmp_path)
    found = [(problem.code, problem.place) for problem in problems]
    assert found.count(fault.expected) == 1, found
    assert ("blank", name) in found
    assert not [problem for problem in problems if "None" in problem.render()]
    assert "columns-unused" not in {code for code, _ in found}
