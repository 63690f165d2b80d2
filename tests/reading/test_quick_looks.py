"""A quick look at a column finds every rule that Pandera says it breaks."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetlat.reading import typed_tables
from meetlat_schemas import INPUT_TABLES, SettingsSchema

VALUES = {
    pl.String: st.sampled_from(["work", "team", "holm", "both", "Both", ""]),
    pl.Int64: st.integers(-2, 7),
    pl.Float64: st.sampled_from([-0.5, 0.0, 0.99, 1.0, 5.0, float("nan")]),
    pl.Boolean: st.booleans(),
    pl.Date: st.dates(),
}


@pytest.mark.parametrize("schema", [SettingsSchema, *INPUT_TABLES.values()])
@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_the_faults_of_a_table_are_those_of_all_rules(schema, data):
    rows = data.draw(st.integers(1, 4))
    kinds = {n: column.dtype.type for n, column in schema.to_schema().columns.items()}
    frame = pl.DataFrame(
        [pl.Series(name, data.draw(values(kind, rows)), dtype=kind) for name, kind in kinds.items()]
    )
    found = list(typed_tables.failures(schema, frame))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typed_tables, "_may_break", lambda rule, values: True)
        patch.setattr(typed_tables, "_are_distinct", lambda frame, keys: False)
        assert sorted(map(str, found)) == sorted(map(str, typed_tables.failures(schema, frame)))


def values(kind, rows: int) -> st.SearchStrategy[list]:
    return st.lists(st.none() | VALUES[kind], min_size=rows, max_size=rows)
