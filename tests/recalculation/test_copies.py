"""Workbooks that hold the same survey are recalculated as if each were the only one."""

from __future__ import annotations

from shutil import copyfile

from meetlat import recalculate, recalculation
from meetlat.recalculation import Copies
from tests.faults import edited, sound_sheets, written
from tests.faults.weights import WEIGHTS


def test_copies_get_the_same_bytes_as_alone_and_only_another_survey_is_computed_anew(
    tmp_path, monkeypatch
):
    one = written(tmp_path / "one.xlsx", sound_sheets())
    copy = copyfile(one, tmp_path / "copy.xlsx")
    other = written(tmp_path / "other.xlsx", edited(WEIGHTS[:1]))
    alone = {}
    for file in (one, copy, other):
        problems = recalculate(file, output=tmp_path / "alone.xlsx").problems
        alone[file] = (problems, (tmp_path / "alone.xlsx").read_bytes())
    computed, compute = [], recalculation.compute
    monkeypatch.setattr(
        recalculation, "compute", lambda inputs: computed.append(inputs) or compute(inputs)
    )
    copies = Copies()
    for file in (one, copy, other):
        problems = copies.run(file)
        assert (problems, file.read_bytes()) == alone[file]
    assert len(computed) == 2
    assert alone[one] != alone[other]
