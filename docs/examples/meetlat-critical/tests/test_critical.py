"""Tests of the metric critical; run them with: python -m pytest"""

from pathlib import Path

from meetlat.testing import counts_of, load_metric

PLUGIN = Path(__file__).parents[1] / "meetlat_critical.py"


def test_it_is_what_one_counts_by_hand():
    counts = counts_of("""
        | question | answer   | score | n |
        |----------|----------|-------|---|
        | pride    | agree    | 10    | 6 |
        | pride    | neutral  | 5     | 3 |
        | pride    | disagree | 0     | 1 |
    """)
    assert load_metric(PLUGIN)(counts, boxes=1)["critical"].to_list() == [0.1]
