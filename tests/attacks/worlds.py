"""An attacker who knows the rule: which answers would give exactly this report?

What is withheld depends on answers, so it is information too. A *world* is a way in which people
may have answered. The attacker keeps the worlds in which the same figures are shown, and of those
the worlds in which the engine would have withheld the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Self

import numpy as np

from meetlat.counting.privacy.people import Bools, Cells, Ints
from meetlat.counting.privacy.rule import Rule
from meetlat.counting.privacy.suppression import Item, protect

# The answers agree, disagree and "don't know", of which the last has no score.
SCORES = np.array([1.0, -1.0, 0.0])
OPINIONS = [0, 1]

# An organisation with more partial worlds than this is left out.
MOST = 300_000


@dataclass
class Small:
    """An organisation whose worlds can be enumerated; everyone answered.

    Attributes:
        codes: people x segments, sorted by kind (see `Cells`).
        number: how many cells there are.
        answers: the answer of each person.
        rule: the rule that the engine applies.
        order: the order in which cells are withheld.
    """

    codes: Ints
    number: int
    answers: Ints
    rule: Rule
    order: Ints

    @classmethod
    def of(cls, codes: Ints, answers: Ints, rule: Rule) -> Small:
        """Sort people by kind, and order the cells by size."""
        people = np.lexsort(codes.T)
        cells = Cells.of(codes[people], int(codes.max()) + 1)
        order = np.argsort(np.lexsort((-np.arange(cells.number), cells.sizes)))
        return cls(cells.codes, cells.number, answers[people], rule, order)

    @cached_property
    def cells(self) -> Cells:
        """The groups."""
        return Cells.of(self.codes, self.number)

    @cached_property
    def kinds(self) -> tuple[Ints, Ints]:
        """The cells of each kind of people, and how many people there are of it."""
        kinds, sizes = np.unique(self.codes[:, ::-1], axis=0, return_counts=True)
        return kinds[:, ::-1], sizes

    @cached_property
    def inside(self) -> Ints:
        """Cells x kinds: whether a kind is in a cell."""
        kinds, _ = self.kinds
        inside = (kinds[None] == np.arange(self.number)[:, None, None]).any(axis=2)
        inside[0] = True
        return inside.astype(np.int64)

    @cached_property
    def world(self) -> Ints:
        """Kinds x answers: how many people gave each answer."""
        kinds, _ = self.kinds
        own = (self.codes[:, None] == kinds[None]).all(axis=2)
        return np.stack([own[self.answers == a].sum(axis=0) for a in range(len(SCORES))], axis=1)

    def shown(self, world: Ints) -> Bools:
        """The cells that the engine shows in a world."""
        given = self.inside @ world
        scored = given[:, OPINIONS].sum(axis=1)
        columns = [given.sum(axis=1), scored, *(given.T if self.rule.unanimous else ())]

        def people(rows: slice) -> Bools:
            answers = np.concatenate([np.arange(len(SCORES)).repeat(own) for own in world])
            bases = [np.ones(len(answers), np.bool_), np.isin(answers, OPINIONS)]
            return np.stack(bases, axis=1)[rows]

        item = Item(np.stack(columns, axis=1), self.rule, people)
        return protect(self.cells, [item], self.rule.fewest[0], self.order).shown[:, 0]

    def worlds(self) -> Ints | None:
        """All worlds with the same shown figures: worlds x kinds x answers; None if too many."""
        _, sizes = self.kinds
        shown = self.inside[self.shown(self.world)]
        wanted = shown @ self.world
        found = np.zeros((1, 0, len(SCORES)), np.int64)
        sums = np.zeros((1, *wanted.shape), np.int64)
        for kind, size in enumerate(sizes.tolist()):
            ways = np.array([w for w in product(range(size + 1), repeat=3) if sum(w) == size])
            if len(found) * len(ways) > MOST:
                return None
            some, way = np.divmod(np.arange(len(found) * len(ways)), len(ways))
            sums = sums[some] + shown[:, kind][None, :, None] * ways[way][:, None]
            fits = (sums <= wanted).all(axis=(1, 2))
            found = np.concatenate([found[some[fits]], ways[way[fits]][:, None]], axis=1)
            sums = sums[fits]
        return found[(sums == wanted).all(axis=(1, 2))]

    def small_sets(self) -> Iterator[Bools]:
        """Yield sets of kinds with too few people, or too few with an opinion."""
        _, sizes = self.kinds
        groups = list(self.inside.astype(np.bool_))
        sets = [*groups, *np.eye(len(sizes), dtype=np.bool_)]
        for a, b in combinations(groups, 2):
            sets += [a & b, a & ~b, b & ~a]
        for own in {s.tobytes(): s for s in sets}.values():
            people, scored = sizes[own].sum(), self.world[own][:, OPINIONS].sum()
            if 0 < people < self.rule.fewest[0] or 0 < scored < self.rule.fewest[1]:
                yield own


@dataclass
class Learned:
    """What an attacker knows about small sets.

    Attributes:
        sets: how many small sets there are.
        counts: of how many the number of a scored answer is known.
        means: of how many the mean is known.
        unanimous: how many large groups that are withheld are known to be unanimous.
        withheld: how many large groups are withheld.
    """

    sets: int = 0
    counts: int = 0
    means: int = 0
    unanimous: int = 0
    withheld: int = 0

    def __iadd__(self, other: Learned) -> Self:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self


def learned(small: Small, worlds: Ints) -> Learned:
    """What is the same in all these worlds."""
    found = Learned()
    for own in small.small_sets():
        table = worlds[:, own].sum(axis=1)
        truth = small.world[own].sum(axis=0)
        opinions = truth[OPINIONS].sum()
        mean = truth @ SCORES / opinions if opinions else 0.0
        off = table[:, OPINIONS] @ (SCORES[OPINIONS] - mean)
        found.sets += 1
        found.counts += bool((table[:, OPINIONS] == truth[OPINIONS]).all(axis=0).any())
        found.means += bool(opinions and (np.abs(off) < 1e-9).all())
    shown = small.shown(small.world)
    for cell in np.nonzero(~shown & (small.cells.sizes >= small.rule.fewest[0]))[0]:
        table = worlds[:, small.inside[cell] > 0].sum(axis=1)
        found.withheld += 1
        found.unanimous += bool(one_opinion(table).all())
    return found


def one_opinion(table: Ints) -> Bools:
    """Whether everyone gave the same answer, or everyone with an opinion had the same."""
    return ((table > 0).sum(axis=1) == 1) | ((table[:, OPINIONS] > 0).sum(axis=1) == 1)


def attack(small: Small) -> tuple[Learned, Learned, bool] | None:
    """What follows from the figures alone, and from the figures and the rule.

    Returns:
        Both, and whether the worlds were tried until nothing could change. If not, what is known
        so far counts as known: leaving the organisation out would leave out the leaks.
        None if there are too many worlds to list.
    """
    worlds = small.worlds()
    if worlds is None:
        return None
    shown, by_figures = small.shown(small.world), learned(small, worlds)
    by_rule, same = by_figures, [small.world]
    mixed = worlds[np.random.default_rng(0).permutation(len(worlds))]
    for start in range(0, len(mixed), CHUNK):
        same += [w for w in mixed[start : start + CHUNK] if (small.shown(w) == shown).all()]
        by_rule = learned(small, np.array(same))
        if by_rule == by_figures:  # further worlds cannot make anything unknown
            return by_figures, by_rule, True
        if start > MOST_TRIED:
            return by_figures, by_rule, False
    return by_figures, by_rule, True


# So many worlds are tried at once.
CHUNK = 50

# No more worlds of an organisation are tried.
MOST_TRIED = 4_000


def small_organisation(rng: np.random.Generator, rule: Rule) -> Small:
    """Draw an organisation of one or two segments, often unanimous, often unsure."""
    people, segments = int(rng.integers(9, 17)), int(rng.integers(1, 3))
    codes, first = np.zeros((people, segments), np.int64), 1
    for place in range(segments):
        groups = int(rng.integers(2, 4))
        names, own = np.unique(rng.integers(0, groups, people), return_inverse=True)
        codes[:, place] = own.reshape(-1) + first
        first += len(names)
    codes[rng.random(codes.shape) < 0.05] = 0
    names = np.unique(codes[codes > 0])
    codes = np.where(codes > 0, np.searchsorted(names, codes) + 1, 0)
    chances = np.tile([0.5, 0.3, 0.2], (people, 1))
    for group in names[rng.random(len(names)) < 0.4] if len(names) else ():
        members = (codes == np.searchsorted(names, group) + 1).any(axis=1)
        chances[members] = rng.dirichlet([0.15, 0.15, 0.15])
    answers = (rng.random((people, 1)) > chances.cumsum(axis=1)).sum(axis=1).clip(0, 2)
    return Small.of(codes, answers, rule)


@dataclass
class OneParent:
    """Groups of one segment, in real sizes, of which only totals matter.

    Attributes:
        invited: how many people were invited to each group.
        given: groups x answers.
        rule: the rule that the engine applies.
    """

    invited: Ints
    given: Ints
    rule: Rule

    @cached_property
    def cells(self) -> Cells:
        """The groups; the segment is all there is."""
        own = np.arange(1, len(self.given) + 1).repeat(self.given.sum(axis=1))
        return Cells.of(own[:, None], len(self.given) + 1)

    def withheld(self, given: Ints) -> Bools:
        """Which groups the engine withholds if these answers were given."""
        both = np.concatenate([given.sum(axis=0)[None], given])
        columns = [both.sum(axis=1), both[:, OPINIONS].sum(axis=1)]
        columns += list(both.T) if self.rule.unanimous else []
        item = Item(np.stack(columns, axis=1), self.rule, lambda rows: np.ones((0, 2), np.bool_))
        invited = np.concatenate([[self.invited.sum()], self.invited])
        order = np.argsort(np.lexsort((-np.arange(len(invited)), invited)))
        return ~protect(self.cells, [item], self.rule.fewest[0], order).shown[1:, 0]


def scored_amounts(drawn: OneParent) -> tuple[Ints, Ints, Bools] | None:
    """How many people of the withheld groups may have had an opinion.

    Returns:
        Worlds x withheld groups; the truth; and which worlds give the same report. None if no
        group, or more than four, are withheld.
    """
    hidden = drawn.withheld(drawn.given)
    (which,) = np.nonzero(hidden)
    if not 0 < len(which) < 5:
        return None
    answered = drawn.given.sum(axis=1)
    scored = drawn.given[:, OPINIONS].sum(axis=1)
    total = int(scored[which].sum())
    heads = product(*(range(min(total, int(answered[g])) + 1) for g in which[:-1]))
    worlds = [(*head, total - sum(head)) for head in heads]
    table = np.array([w for w in worlds if 0 <= w[-1] <= answered[which[-1]]])
    same = []
    for world in table:
        given = drawn.given.copy()
        given[which] = np.stack([world, np.zeros_like(world), answered[which] - world], axis=1)
        same.append((drawn.withheld(given) == hidden).all())
    return table, scored[which], np.array(same)


def may_be_mixed(drawn: OneParent, group: int) -> bool:
    """Whether a withheld group may have given several answers, in a world with this report.

    Some other withheld groups are unanimous in such a world: every choice of one is tried, and its
    answer; the rest is spread as evenly as sums allow.
    """
    hidden = drawn.withheld(drawn.given)
    (which,) = np.nonzero(hidden)
    sizes, total = drawn.given.sum(axis=1), drawn.given[which].sum(axis=0)
    for other in which[which != group]:
        for answer in np.nonzero(total >= sizes[other])[0]:
            rest = total.copy()
            rest[answer] -= sizes[other]
            for first in _spreads(rest, int(sizes[group])):
                world = drawn.given.copy()
                world[other] = np.eye(len(SCORES), dtype=np.int64)[answer] * sizes[other]
                world[group] = first
                left = rest - first
                for further in which[(which != group) & (which != other)]:
                    world[further] = _proportional(left, int(sizes[further]))
                    left = left - world[further]
                if not one_opinion(world[[group]])[0] and (drawn.withheld(world) == hidden).all():
                    return True
    return False


def _spreads(total: Ints, size: int) -> Iterator[Ints]:
    """Yield ways to take so many from a total: in proportion, and with few of one opinion."""
    if total.sum() >= size:
        yield _proportional(total, size)
        for a, b in ((0, 1), (1, 0)):
            own = np.zeros_like(total)
            own[b] = min(1, total[b])
            own[a] = min(total[a], size - own[b])
            own[2] = min(total[2], size - own.sum())
            own[b] += size - own.sum()
            if (own <= total).all():
                yield own


def _proportional(total: Ints, size: int) -> Ints:
    """Take so many from a total, in proportion."""
    exact = total * size / max(1, total.sum())
    own = np.floor(exact).astype(np.int64)
    for answer in np.argsort(own - exact)[: size - own.sum()]:
        own[answer] += 1
    return own


def unsure_groups(rng: np.random.Generator, rule: Rule) -> OneParent:
    """Draw groups of which some answered "don't know" a lot."""
    invited = rng.integers(14, 27, rng.integers(4, 7))
    answered = rng.binomial(invited, 0.8).clip(10)
    unsure = rng.choice([0.1, 0.3, 0.7], len(invited), p=[0.4, 0.4, 0.2])
    scored = rng.binomial(answered, 1 - unsure)
    return OneParent(invited, np.stack([scored, 0 * scored, answered - scored], axis=1), rule)


def one_unanimous(
    rng: np.random.Generator, rule: Rule, groups: Sequence[int], sizes: tuple[int, int], same: int
) -> OneParent:
    """Draw groups of which one is unanimous."""
    number = rng.integers(*sizes, int(rng.integers(*groups)))
    given = np.array([rng.multinomial(n, [0.6, 0.25, 0.15]) for n in number])
    one = int(rng.integers(len(number)))
    given[one] = 0
    given[one, same] = number[one]
    return OneParent(number, given, rule)
