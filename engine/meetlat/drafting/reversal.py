"""Questions that run against their theme: perhaps worded negatively, which only HR can say."""

from __future__ import annotations

import numpy as np

from meetlat.drafting.themes import FEWEST_PEOPLE, correlations

# The least loading on what the questions of a theme share.
LEAST_LOADING = 0.2


def against_theme(scores: np.ndarray) -> list[int]:
    """The questions whose answers fall as those of most others in the theme rise.

    Args:
        scores: a column for each question of one theme and a row for each person.
    """
    if scores.shape[1] < 3 or len(scores) < FEWEST_PEOPLE:
        return []
    values, vectors = np.linalg.eigh(correlations(scores))
    loadings = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
    if (loadings < 0).sum() > (loadings > 0).sum():
        loadings = -loadings
    return [int(i) for i in np.flatnonzero(loadings < -LEAST_LOADING)]
