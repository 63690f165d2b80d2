"""Story: the pieces of the bars of themes."""

from __future__ import annotations

import pytest

from meetlat_report_sheets.theme_rows import MOST_SHOWN, PIECES, PIECES_OF_MARK, WIDE, bar_pieces

BAR, GAP, MARKS = 0, 1, 2


def drawn(pieces: list[float | None]) -> tuple[float, dict[int, float]]:
    """Where the bar ends, apart from what a mark hides, and the middle of each mark."""
    at, reach, marks = 0.0, 0.0, {}
    for i, piece in enumerate(pieces):
        length = piece or 0.0
        kind = i % PIECES_OF_MARK
        if length and kind >= MARKS:
            marks[kind - MARKS] = at + length / 2
        elif length and kind == BAR:
            reach = at + length
        at += length
    return reach, marks


@pytest.mark.parametrize(
    ("score", "others"),
    [
        (0.5, (0.7, 0.3, 0.9)),
        (0.5, (0.3, None, 0.2)),
        (0.8, (None, None, None)),
        (1.0, (0.5, 0.5, None)),
    ],
)
def test_pieces_draw_the_score_and_a_mark_for_each_comparison(score, others):
    pieces = bar_pieces(score, others)
    assert len(pieces) == len(PIECES)
    assert all(piece is None or piece > 0 for piece in pieces)
    reach, marks = drawn(pieces)
    assert reach == pytest.approx(score)
    assert marks.keys() == {i for i in range(MOST_SHOWN) if others[i] is not None}
    assert all(marks[i] == pytest.approx(others[i], abs=2 * WIDE) for i in marks)


def test_pieces_of_a_theme_without_a_score_are_marks_only():
    reach, marks = drawn(bar_pieces(None, (0.4, None, None)))
    assert (reach, marks) == (0.0, {0: pytest.approx(0.4)})
