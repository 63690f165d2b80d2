"""The heat map of a story: groups beside the organisation, and teams under their department."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import pstdev
from typing import NamedTuple

from meetlat.formatting import rounded
from meetlat.groups import Group
from meetlat.reporting.figures import DASH, DECIMALS, ENPS_STEP, Row
from meetlat.reporting.story import findings
from meetlat.reporting.story.content import Cell, HeatMap, HeatRow, Slide
from meetlat.reporting.story.facts import Facts

# What fits on a slide: rows, including the organisation and the withheld groups, and columns.
MOST_ROWS, MOST_COLUMNS = 22, 18

ENPS = "enps"


class _Tree(NamedTuple):
    """The row of each group in `SegmentScores`, and the groups that lie in a group."""

    rows: Mapping[Group, Row]
    children: Mapping[Group, Sequence[Group]]


def of_board(facts: Facts) -> Slide | None:
    """The groups of one segment beside the organisation.

    That is the first segment without a parent whose groups contain other groups; if there is none,
    the first without a parent. The other segments follow if all their groups fit too.
    """
    tree = _tree(facts)
    segments = facts.catalogue.segments[["segment", "parent"]].iter_rows()
    parents = {parent.segment for parent in facts.report.groups.parents.values()}
    shown = {group.segment for group, row in tree.rows.items() if not _is_withheld(facts, row)}
    roots = [root for root, parent in segments if not parent and root in shown]
    if not roots:
        return None
    roots.sort(key=lambda root: root not in parents)
    first, *others = [(facts.catalogue.segment_names[r], _all_of(tree, r)) for r in roots]
    subject = facts.text("subjects.groups", segment=first[0], organisation=facts.organisation)
    return _slide(facts, tree, first[1], subject, others)


def _all_of(tree: _Tree, segment: str) -> list[Group]:
    return [group for group in tree.rows if group.segment == segment]


def of_unit(facts: Facts) -> Slide | None:
    """The groups in the group of the report; None if it has none that may be shown."""
    tree = _tree(facts)
    groups = tree.children.get(facts.report.group, ())
    if not [group for group in groups if not _is_withheld(facts, tree.rows[group])]:
        return None
    subject = facts.text("subjects.own_groups", group=facts.name_of_group())
    return _slide(facts, tree, groups, subject, ())


def _tree(facts: Facts) -> _Tree:
    rows = {Group(row["segment"], row["group"]): row for row in facts.rows("SegmentScores")}
    children: dict[Group, list[Group]] = {}
    for group in rows:
        if parent := facts.report.groups.parents.get(group):
            children.setdefault(parent, []).append(group)
    return _Tree(rows, children)


def _columns(facts: Facts) -> Sequence[str]:
    """The columns of the themes."""
    if "SegmentScores" not in facts.report:
        return ()
    return facts.report.tables["SegmentScores"].varying


def _is_withheld(facts: Facts, row: Row) -> bool:
    return all(row.get(column) is None for column in (*_columns(facts), ENPS))


def _slide(
    facts: Facts,
    tree: _Tree,
    groups: Sequence[Group],
    subject: str,
    others: Sequence[tuple[str, Sequence[Group]]],
) -> Slide:
    columns, note = _chosen_columns(facts, tree, groups)
    listed = [*_nested(tree, groups, _depth_that_fits(facts, tree, groups))]
    shown = [(group, depth) for group, depth in listed if not _is_withheld(facts, tree.rows[group])]
    names = [group.name for group, _ in listed if _is_withheld(facts, tree.rows[group])]
    room = MOST_ROWS - 1 - bool(names)
    if len(shown) > room:
        shown = _largest(tree, shown, room)
        note = " ".join(filter(None, [note, facts.text("some_groups", count=room)]))
    everyone = facts.rows("SegmentScores")[0]
    rows = [_row(facts, everyone, everyone, columns, 0)]
    rows += [_row(facts, tree.rows[group], everyone, columns, depth) for group, depth in shown]
    for segment, more in others:
        withheld = [group.name for group in more if _is_withheld(facts, tree.rows[group])]
        if len(rows) + 1 + len(more) - len(withheld) + bool(names or withheld) > MOST_ROWS:
            break
        rows.append(HeatRow(segment, 1, "", ()))
        some = [group for group in more if group.name not in withheld]
        rows += [_row(facts, tree.rows[group], everyone, columns, 1) for group in some]
        names += withheld
    headings = (facts.text("group"), facts.text("people"))
    titles = [facts.text("enps") if column == ENPS else column for column in columns]
    withheld = facts.text("withheld", names=", ".join(names)) if names else ""
    step = facts.number(facts.remarkable).text
    steps = {"step": step, "enps": ENPS_STEP}
    legend = facts.text("heat_legend", organisation=facts.organisation, **steps)
    finding = findings.of_groups(facts, _differences(facts, tree, groups))
    return Slide(
        finding or subject,
        subject if finding else "",
        HeatMap(headings, titles, rows, withheld),
        f"{legend} {note}".strip(),
    )


def _nested(tree: _Tree, groups: Sequence[Group], deepest: int) -> Iterator[tuple[Group, int]]:
    """The groups with their depth; those in a group follow it."""
    for group in groups:
        yield group, 1
        if deepest > 1:
            inside = _nested(tree, tree.children.get(group, ()), deepest - 1)
            yield from ((child, depth + 1) for child, depth in inside)


def _depth_that_fits(facts: Facts, tree: _Tree, groups: Sequence[Group]) -> int:
    """How many levels of groups fit on the slide, at least one."""

    def fits(depth: int) -> bool:
        listed = [group for group, _ in _nested(tree, groups, depth)]
        shown = [group for group in listed if not _is_withheld(facts, tree.rows[group])]
        return 1 + len(shown) + (len(shown) < len(listed)) <= MOST_ROWS

    depths = range(1, len({group.segment for group in tree.rows}) + 1)
    return max(filter(fits, depths), default=1)


def _largest(tree: _Tree, shown: Sequence[tuple[Group, int]], room: int) -> list[tuple[Group, int]]:
    """The groups with most respondents, in their own order."""
    sizes = sorted((-(tree.rows[group]["n"] or 0), i) for i, (group, _) in enumerate(shown))
    return [shown[i] for i in sorted(i for _, i in sizes[:room])]


def _chosen_columns(
    facts: Facts, tree: _Tree, groups: Sequence[Group]
) -> tuple[Sequence[str], str]:
    """The columns that fit: all themes, or those in which the groups differ most; and a note."""
    everyone, *_ = facts.rows("SegmentScores")
    themes = [column for column in _columns(facts) if everyone[column] is not None]
    enps = [ENPS] if everyone.get(ENPS) is not None else []
    room = MOST_COLUMNS - len(enps)
    if len(themes) <= room:
        return [*themes, *enps], ""

    def spread(column: str) -> float:
        known = [v for g in groups if (v := tree.rows[g].get(column)) is not None]
        return pstdev(known) if known else 0.0

    most = set(sorted(themes, key=lambda column: -spread(column))[:room])
    chosen = [column for column in themes if column in most]
    return [*chosen, *enps], facts.text("some_themes", count=room) + "."


def _row(facts: Facts, row: Row, everyone: Row, columns: Sequence[str], depth: int) -> HeatRow:
    name = facts.organisation if row is everyone else row["group"]
    cells = [_cell(facts, row.get(column), everyone.get(column), column) for column in columns]
    return HeatRow(name, depth, facts.number(row["n"], 0).text, cells)


def _cell(facts: Facts, value: float | None, everyone: float | None, column: str) -> Cell:
    """A figure, and its shade by its distance from the figure of the organisation."""
    if value is None:
        return Cell(DASH)
    is_enps = column == ENPS
    shown = facts.signed(value, 0) if is_enps else facts.number(value)
    return Cell(shown.text, facts.shade(value, everyone, enps=is_enps), value)


def _differences(
    facts: Facts, tree: _Tree, groups: Sequence[Group]
) -> Mapping[str, Sequence[float]]:
    """By group that is shown, its differences from the organisation in all themes.

    They are differences between the scores as they are shown, so that a reader can count them.
    """
    everyone, columns = facts.rows("SegmentScores")[0], _columns(facts)
    pairs = {
        group.name: [(tree.rows[group][column], everyone[column]) for column in columns]
        for group in groups
    }
    found = {
        name: [
            float(rounded(own, DECIMALS) - rounded(whole, DECIMALS))
            for own, whole in both
            if own is not None and whole is not None
        ]
        for name, both in pairs.items()
    }
    return {name: differences for name, differences in found.items() if differences}
