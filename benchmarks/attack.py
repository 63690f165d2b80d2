"""Attack the reports of random organisations, and write what was found into `docs/attacks.md`.

just attack            # 10 organisations for most rows; about ten minutes of one core
just attack 400
just attack 25 1000    # the attacks on figures begin with seed 1000
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from unittest.mock import patch

import numpy as np

from meetlat.counting.privacy.rule import Rule, fewest_scored
from meetlat.counting.shown_answers import ShownAnswers
from tests.attacks import worlds
from tests.attacks.bounds import known_targets, sums_of_shown
from tests.attacks.figures import Attacker, attacker_of, survey_of
from tests.attacks.organisations import DRAWS, Organisation, with_unequal_response

PAGE = Path(__file__).parents[1] / "docs" / "attacks.md"
MODES = ("no", "yes")

# The first seed of the attacks on figures; another than 0 gives organisations of your own.
FIRST = int(sys.argv[2]) if len(sys.argv) > 2 else 0

# Who is drawn: the numbers of people, and of segments.
USUAL: dict[str, tuple[int, int]] = {}
LARGE = {"people": (120, 201), "number": (2, 5)}

# Draws in which people in the same groups need not give every answer.
LEAKY = [name for name in DRAWS if name != "mixed"]

# Rows of a table are written as they are; the first is the header.
Rows = Iterator[list[object]]


def main() -> None:
    """Attack, print the tables, and write the page."""
    organisations = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    began = time.process_time()
    text = PAGE.read_text(encoding="utf-8")
    for name, rows in SECTIONS.items():
        print(f"\n{name}", flush=True)
        table = markdown(rows(organisations))
        begin, end = f"<!-- {name} -->\n", "<!-- end -->"
        before, _, after = text.partition(begin)
        _, _, after = after.partition(end)
        text = f"{before}{begin}{table}{end}{after}"
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    print(f"{time.process_time() - began:.0f} s of processor time")


def markdown(rows: Iterable[list[object]]) -> str:
    """A table, of which the first row is the header."""
    lines = []
    for row in rows:
        lines.append(f"| {' | '.join(map(str, row))} |\n")
        print(lines[-1], end="", flush=True)
    header, *body = lines
    return header + "|" + "---|" * (header.count("|") - 1) + "\n" + "".join(body)


def figures(organisations: int) -> Rows:
    """What follows from figures, in rational numbers and in whole people."""
    yield [
        "answers", "`withhold_unanimous`", "smallest group", "people, segments", "organisations",
        "sets of a few", "a count known", "the mean known", "a count, whole people",
        "the mean, whole people", "undecided",
    ]  # fmt: skip
    for draw in DRAWS:
        for mode in MODES:
            one = partial(attacked, draw, mode, 5, USUAL)
            yield [draw, mode, 5, "40–160, 1–3", *summed(one, organisations)]
    for draw in LEAKY:
        for mode in MODES:
            one = partial(attacked, draw, mode, 10, LARGE)
            yield [draw, mode, 10, "120–200, 2–4", *summed(one, max(1, organisations // 5))]


def fresh(organisations: int) -> Rows:
    """What follows from figures of organisations that nobody looked at when rules were made."""
    yield ["answers", "`withhold_unanimous`", "organisations", "sets of a few", "a count known",
           "the mean known", "by sums alone"]  # fmt: skip
    for draw in LEAKY:
        for mode in MODES:
            yield [
                draw,
                mode,
                *summed(partial(attacked_afresh, draw, mode), organisations * 5 // 2),
            ]


def attacked_afresh(draw: str, mode: str, seed: int) -> list[int]:
    """The sets of a few people, and of how many something is known, or follows from sums."""
    attacker = known_of(DRAWS[draw](np.random.default_rng(1000 + seed)), mode)
    sets = list(attacker.small_sets())
    known = known_targets(attacker, sets)
    found = [len(sets), int(known[:, :-1].any(axis=1).sum()), int(known[:, -1].sum())]
    with_opinion = [own for own in sets if attacker.targets(*own)[-1].any()]
    return [*found, sum(map(int, sums_of_shown(attacker, with_opinion)))]


def weighted(organisations: int) -> Rows:
    """What follows from weighted and from unweighted reports of the same organisations."""
    yield ["answers", "weights", "organisations", "weighted questions of groups", "sets of a few",
           "a count known, whole people", "the mean, whole people", "undecided"]  # fmt: skip
    for draw in LEAKY:
        for setting, name in {"no": "none", "s0": "of one segment", "yes": "of all"}.items():
            yield [draw, name, *summed(partial(attacked_weighted, draw, setting), organisations)]


def attacked_weighted(draw: str, weights: str, seed: int) -> list[int]:
    """The weighted questions, the sets of a few people, and of how many something is known."""
    rng = np.random.default_rng(seed)
    drawn = with_unequal_response(rng, DRAWS[draw](rng))
    with tempfile.TemporaryDirectory() as folder:
        attacker = attacker_of(drawn, Path(folder), weights=weights)
    sets = list(attacker.small_sets())
    undecided: list[int] = []
    known = known_targets(attacker, sets)
    known |= known_targets(attacker, sets, whole=True, given_up=undecided)
    found = [len(attacker.weighted), len(sets)]
    return [*found, int(known[:, :-1].any(axis=1).sum()), int(known[:, -1].sum()), sum(undecided)]


def over_persons(organisations: int) -> Rows:
    """What follows from theme scores by the rule `respondents`, with those of questions."""
    yield ["answers", "organisations", "theme scores without the rule",
           "of which a few people's scores follow", "theme scores with the rule",
           "of which a few people's scores follow"]  # fmt: skip
    for draw in DRAWS:
        yield [draw, *summed(partial(attacked_themes, draw), organisations)]


def attacked_themes(draw: str, seed: int) -> list[int]:
    """Theme scores over persons from which the scores of people who answered a part follow."""
    drawn = DRAWS[draw](np.random.default_rng(seed))
    drawn.rule = "respondents"
    partly = drawn.scored(0) != drawn.scored(1)
    found = []
    for without in (True, False):
        with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
            if without:
                stack.enter_context(patch.object(ShownAnswers, "_partly", lambda *_: {}))
            themes = survey_of(drawn, Path(folder)).report("").all_groups["ThemeScores"]
        groups = [drawn.people_of(*row[:2]) for row in themes.rows()]
        few = [0 < (people & partly).sum() < fewest_scored(drawn.smallest) for people in groups]
        found += [len(groups), sum(map(int, few))]
    return found


def attacked(
    draw: str, mode: str, smallest: int, size: dict[str, tuple[int, int]], seed: int
) -> list[int]:
    """The sets of a few people, and of how many something is known."""
    drawn = DRAWS[draw](np.random.default_rng(seed), **size)
    drawn.smallest = smallest
    attacker = known_of(drawn, mode)
    sets = list(attacker.small_sets())
    linear = known_targets(attacker, sets)
    undecided: list[int] = []
    whole = linear | known_targets(attacker, sets, whole=True, given_up=undecided)
    found = [len(sets)]
    for known in (linear, whole):
        found += [int(known[:, :-1].any(axis=1).sum()), int(known[:, -1].sum())]
    return [*found, sum(undecided)]


def known_of(drawn: Organisation, mode: str) -> Attacker:
    """An attacker with the report of an organisation."""
    with tempfile.TemporaryDirectory() as folder:
        return attacker_of(drawn, Path(folder), withhold_unanimous=mode)


def summed(one: Callable[[int], list[int]], organisations: int) -> list[int]:
    """The number of organisations, and the sums over them."""
    return [
        organisations,
        *map(sum, zip(*map(one, range(FIRST, FIRST + organisations)), strict=True)),
    ]


def small_worlds(organisations: int) -> Rows:
    """What follows from the rule in organisations whose worlds can be enumerated."""
    yield ["`withhold_unanimous`", "organisations", "too many worlds", "not all tried",
           "sets of a few",
           "a count known: figures", "figures and rule", "the mean known: figures",
           "figures and rule", "withheld groups", "known as unanimous: figures",
           "figures and rule"]  # fmt: skip
    for mode in MODES:
        opinions = worlds.OPINIONS if mode == "yes" else ()
        rule = Rule([3, 2], mode == "yes", opinions)
        figures, known, left_out, cut = worlds.Learned(), worlds.Learned(), 0, 0
        for seed in range(6 * organisations):
            drawn = worlds.small_organisation(np.random.default_rng(seed), rule)
            found = worlds.attack(drawn)
            left_out += found is None
            if found:
                figures += found[0]
                known += found[1]
                cut += not found[2]
        unanimous = [known.withheld, figures.unanimous, known.unanimous]
        yield [mode, 6 * organisations, left_out, cut, known.sets, figures.counts, known.counts,
               figures.means, known.means,
               *(unanimous if mode == "yes" else ["–"] * 3)]  # fmt: skip


def opinions(organisations: int) -> Rows:
    """How many people of a withheld group had an opinion."""
    yield ["knows", "organisations", "withheld groups", "number known", "one of two numbers"]
    rule, tables = Rule([10, 5]), []
    for seed in range(20 * organisations):
        found = worlds.scored_amounts(worlds.unsure_groups(np.random.default_rng(seed), rule))
        tables += [found] if found else []
    for name, by_rule in (("the figures", False), ("the figures and the rule", True)):
        distinct = []
        for table, _, same in tables:
            kept = table[same] if by_rule else table
            distinct += [len(set(column)) for column in kept.T.tolist()]
        number = np.array(distinct)
        shares = [f"{(number == n).mean():.1%}" for n in (1, 2)]
        yield [name, len(tables), len(number), *shares]


def naming(organisations: int) -> Rows:
    """Whether the unanimous group can be named among the groups that are withheld with it."""
    yield ["groups beside each other", "people in each", "what all of one answered",
           "organisations", "certain which group is unanimous"]  # fmt: skip
    rule = Rule([10, 5], True, worlds.OPINIONS)
    for groups in ((2, 3), (3, 4), (4, 9)):
        for sizes in ((10, 21), (10, 41)):
            for same, name in enumerate(("the usual answer (60 %)", "the rarer one (25 %)")):
                named = 0
                for seed in range(10 * organisations):
                    rng = np.random.default_rng(seed)
                    drawn = worlds.one_unanimous(rng, rule, groups, sizes, same)
                    hidden = np.nonzero(drawn.withheld(drawn.given))[0]
                    named += not all(worlds.may_be_mixed(drawn, int(group)) for group in hidden)
                number = (
                    f"{groups[0]}" if groups[1] == groups[0] + 1 else f"{groups[0]}–{groups[1] - 1}"
                )
                yield [number, between(*sizes), name, 10 * organisations,
                       f"{named / organisations / 10:.1%}"]  # fmt: skip


def between(least: int, beyond: int) -> str:
    """A range of numbers as text."""
    return str(least) if beyond == least + 1 else f"{least}–{beyond - 1}"


SECTIONS = {
    "figures": figures,
    "fresh": fresh,
    "weights": weighted,
    "themes over persons": over_persons,
    "worlds": small_worlds,
    "opinions": opinions,
    "naming": naming,
}


if __name__ == "__main__":
    os.environ.setdefault("MEETLAT_PLUGINS", "allow")
    main()
