"""An attacker who knows everything that is shown, who is in which group and who answered.

The attacker does not know the answers, and computes with linear or with integer programming what
is known exactly about every small set of people that groups can distinguish. `just attack` does
the same for many organisations, and writes the results into `docs/attacks.md`.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import meetlat.counting.privacy.withholding
from meetlat.counting.privacy.rule import FEWEST_SCORED
from meetlat.counting.privacy.suppression import Protected
from meetlat.counting.shown_answers import ShownAnswers
from tests.attacks.bounds import known_targets, sums_of_shown
from tests.attacks.figures import attacker_of, survey_of
from tests.attacks.organisations import (
    DRAWS,
    Organisation,
    mixed_answers,
    similar_answers,
    unsure_answers,
)

SEEDS = int(os.environ.get("MEETLAT_SEEDS", "8"))
FEW_SEEDS = range(max(1, SEEDS // 4))

# Draws in which people in the same groups need not give every answer.
LEAKY = [name for name in DRAWS if name != "mixed"]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_an_attacker_learns_nothing_if_all_answers_are_given_everywhere(seed, tmp_path):
    attacker = attacker_of(mixed_answers(np.random.default_rng(seed)), tmp_path)
    assert not known_targets(attacker, attacker.small_sets()).any()


@pytest.mark.parametrize("seed", FEW_SEEDS)
@pytest.mark.parametrize("draw", LEAKY)
def test_with_unanimity_withheld_no_mean_of_a_small_set_is_disclosed(draw, seed, tmp_path):
    """It hardly ever is, if several answers that nobody gave coincide (see `docs/attacks.md`)."""
    drawn = DRAWS[draw](np.random.default_rng(seed))
    attacker = attacker_of(drawn, tmp_path, withhold_unanimous="yes")
    assert not known_targets(attacker, attacker.small_sets(), whole=True)[:, -1].any()


@pytest.mark.parametrize("seed", FEW_SEEDS)
@pytest.mark.parametrize("draw", LEAKY)
def test_with_unanimity_shown_only_zero_counts_disclose_and_sums_never_do(draw, seed, tmp_path):
    """With a lower bound of -0.01 in place of 0 the attacker learns nothing.

    So all that is disclosed rests on answers that nobody, or everybody, of some people gave; and of
    those people nothing is shown if they are few.
    """
    attacker = attacker_of(DRAWS[draw](np.random.default_rng(seed)), tmp_path)
    sets = [own for own in attacker.small_sets() if attacker.targets(*own)[-1].any()]
    assert not any(sums_of_shown(attacker, sets))
    assert not known_targets(attacker, sets, least=-0.01).any()


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(SEEDS))
def test_knowing_that_people_are_whole_adds_little_in_organisations_of_up_to_200_people(
    seed, tmp_path
):
    """With four segments; what linear programming cannot find, integers hardly ever do."""
    drawn = similar_answers(np.random.default_rng(seed), people=(120, 201), number=(2, 5))
    attacker = attacker_of(drawn, tmp_path, withhold_unanimous="yes")
    sets = list(attacker.small_sets())
    linear = known_targets(attacker, sets)
    whole = known_targets(attacker, sets, whole=True)
    assert (whole & ~linear).sum() <= 1


def test_withhold_unanimous_prevents_disclosure_without_any_figure_of_zero(tmp_path):
    """Two of team A and one of the young disagreed, so the old one of A did.

    Twelve people in A (one old) and fourteen in B (seven old) gave all answers.
    """
    people = [(8, 0, 0, 0), (2, 0, 0, 1), (1, 0, 0, 2), (1, 0, 1, 2)]
    people += [(5, 1, 0, 0), (2, 1, 0, 1), (1, 1, 1, 0), (2, 1, 1, 1), (4, 1, 1, 2)]
    times, *columns = np.array(people).T
    team, age, answer = (column.repeat(times) for column in columns)
    drawn = Organisation(np.stack([team, age], axis=1), (1 << answer)[:, None].repeat(3, axis=1))
    old_of_a = (team == 0) & (age == 1)
    known = {}
    for setting in ("no", "yes"):
        attacker = attacker_of(drawn, tmp_path, withhold_unanimous=setting)
        known[setting] = known_targets(attacker, [(0, old_of_a)])[0].tolist()
    assert known == {"no": [True] * 4, "yes": [False] * 4}


def test_withhold_unanimous_hides_that_all_who_had_an_opinion_had_the_same(tmp_path):
    """In team A nine agreed and three did not know, and two of them are in no age group."""
    team = np.repeat([0, 1, 2], [12, 14, 16])
    answers = np.array([0] * 9 + [3] * 3 + [0, 1, 2, 3, 0, 1, 2] * 2 + [0, 1, 2, 3] * 4)
    age = np.arange(42) % 2
    age[[0, 1]] = -1
    drawn = Organisation(np.stack([team, age], axis=1), (1 << answers)[:, None].repeat(3, axis=1))
    two = (team == 0) & (age < 0)
    means = {}
    for setting in ("no", "yes"):
        attacker = attacker_of(drawn, tmp_path, withhold_unanimous=setting)
        means[setting] = bool(known_targets(attacker, [(0, two)])[0, -1])
    assert means == {"no": True, "yes": False}


# Of three teams, the last one has the largest weight.
INVITED = {"s0=g0": 24, "s0=g1": 36, "s0=g2": 90}


@pytest.mark.parametrize("few", ["of a team answered the question", "are in no team"])
def test_weights_do_not_tell_apart_people_who_are_hidden_together(few, tmp_path):
    """With different weights, a weighted figure says how many of each gave an answer."""
    teams = np.repeat([0, 1, 2, -1], [24, 18, 18, 0 if few.startswith("of") else 4])
    answers = (1 << np.random.default_rng(3).integers(0, 3, len(teams)))[:, None].repeat(3, axis=1)
    small = teams == -1
    if few.startswith("of"):
        small = (teams == 2) & (np.arange(len(teams)) < 46)
        answers[(teams == 2) & ~small, 0] = 0
    drawn = Organisation(teams[:, None], answers, invited=INVITED)
    for weights in ("no", "s0"):
        attacker = attacker_of(drawn, tmp_path, weights=weights)
        assert not known_targets(attacker, [(0, small)], whole=True).any(), weights


def test_withholding_unanimity_still_shows_many_scores(tmp_path):
    """In groups of about twenty that are often unanimous, which hides the groups beside them."""
    shown: Counter[str] = Counter()
    for seed in range(5):
        drawn = similar_answers(np.random.default_rng(seed))
        for setting in ("no", "yes"):
            report = survey_of(drawn, tmp_path, withhold_unanimous=setting).report("")
            shown[setting] += report.all_groups["QuestionScores"].drop_nulls("score").height
    assert shown["no"] > shown["yes"] > shown["no"] * 0.5, shown


def without_protection(cells, items, smallest, order) -> Protected:
    """A replacement of `protect` that withholds nothing to protect other groups."""
    groups = cells.sizes >= smallest
    shown = [groups & item.rule.is_enough(item.amounts) for item in items]
    return Protected(groups, np.stack(shown, axis=1))


def without_scored_base(protect):
    """`protect` as if only the people who answered counted, and not who gave a scored answer."""

    def protected(cells, items, smallest, order) -> Protected:
        kept = [
            item._replace(
                amounts=item.amounts[:, :1],
                rule=replace(item.rule, fewest=item.rule.fewest[:1]),
                people=lambda rows, item=item: item.people(rows)[:, :1],
            )
            for item in items
        ]
        return protect(cells, kept, smallest, order)

    return protected


def test_without_protection_the_answers_of_most_small_sets_are_disclosed(tmp_path, monkeypatch):
    monkeypatch.setattr(meetlat.counting.privacy.withholding, "protect", without_protection)
    attacked = successful = 0
    for seed in range(10):
        attacker = attacker_of(mixed_answers(np.random.default_rng(seed)), tmp_path)
        sets = list(attacker.small_sets())
        attacked += bool(sets)
        successful += known_targets(attacker, sets).any()
    assert attacked > 5
    assert successful > attacked * 2 / 3


def test_without_protection_sums_disclose_answers_without_any_figure_of_zero(tmp_path, monkeypatch):
    """So the test that sums never disclose answers can fail."""
    monkeypatch.setattr(meetlat.counting.privacy.withholding, "protect", without_protection)
    by_sums = 0
    for seed in range(4):
        attacker = attacker_of(similar_answers(np.random.default_rng(seed)), tmp_path)
        sets = [own for own in attacker.small_sets() if attacker.targets(*own)[-1].any()]
        by_sum = any(sums_of_shown(attacker, sets))
        by_sums += by_sum
    assert by_sums >= 2


def test_a_rule_on_who_answered_alone_would_disclose_scores_of_a_few(tmp_path, monkeypatch):
    """Of the few who had an opinion among many who answered "don't know"."""
    own = meetlat.counting.privacy.withholding
    monkeypatch.setattr(own, "protect", without_scored_base(own.protect))
    monkeypatch.setattr("tests.attacks.figures.CHECKED", False)
    leaks = 0
    for seed in range(6):
        attacker = attacker_of(unsure_answers(np.random.default_rng(seed)), tmp_path)
        sets = [own for own in attacker.small_sets() if attacker.targets(*own)[-1].any()]
        leaks += any(sums_of_shown(attacker, sets))
    assert leaks > 2


def partly_scored(drawn: Organisation) -> np.ndarray:
    """Who gave a scored answer to one of the two questions of the theme."""
    return drawn.scored(0) != drawn.scored(1)


@pytest.mark.parametrize("seed", FEW_SEEDS)
@pytest.mark.parametrize("draw", ["mixed", "don't know"])
def test_a_theme_over_persons_is_shown_if_none_or_enough_answered_only_some_questions(
    draw, seed, tmp_path
):
    """Twice the mean over persons minus the means of the two questions gives their answers.

    The same holds for what subtraction leaves of two groups of a segment.
    """
    drawn = DRAWS[draw](np.random.default_rng(seed))
    drawn.rule = "respondents"
    partly = partly_scored(drawn)
    shown = survey_of(drawn, tmp_path).report("").all_groups["ThemeScores"]
    for (segment,), own in shown.filter(pl.col("segment") != "").group_by("segment"):
        left = partly.copy()
        for group in own["group"]:
            members = drawn.people_of(str(segment), group)
            assert not 0 < (members & partly).sum() < FEWEST_SCORED
            left &= ~members
        assert not 0 < left.sum() < FEWEST_SCORED


def test_a_theme_over_persons_would_disclose_who_answered_only_some_questions(
    tmp_path, monkeypatch
):
    """If `partly` were not looked at; so the test above can fail."""
    monkeypatch.setattr(ShownAnswers, "_partly", lambda *_: {})
    few = 0
    for seed in range(6):
        drawn = similar_answers(np.random.default_rng(seed))
        drawn.rule = "respondents"
        partly = partly_scored(drawn)
        for row in survey_of(drawn, tmp_path).report("").all_groups["ThemeScores"].rows():
            few += 0 < (drawn.people_of(*row[:2]) & partly).sum() < FEWEST_SCORED
    assert few > 2, few
