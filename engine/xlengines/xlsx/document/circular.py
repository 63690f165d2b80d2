"""Formulas that depend on their own cell: Excel computes 0 for them and stores that as a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

from xlengines.shared.refs import Area, Place

from .document import Document
from .precedents import Precedents
from .sheets import Sheet

# A cell of a sheet.
_Node: TypeAlias = tuple[Sheet, Place]

# Functions that ask where a cell is, not what it holds; they may name their own cell.
_ASKS_WHERE = re.compile(r"\b(?:ROWS?|COLUMNS?|FORMULATEXT|ISFORMULA)\([^()]*\)", re.IGNORECASE)


def circular_cells(document: Document, sheet: Sheet, area: Area) -> list[Place]:
    """The cells in an area whose formula depends on its own value, also through other cells.

    Cells that depend on such a cell count too.
    """
    cells = sheet.formula_cells if sheet.kind == "worksheet" else []
    starts = [(sheet, cell.place) for cell in cells if area.holds(*cell.place)]
    sources = _all_sources(Precedents(document), starts) if starts else {}
    circular = _on_circles(sources)
    if circular:
        without = {node: [] if node in circular else own for node, own in sources.items()}
        for node in TopologicalSorter(without).static_order():
            if not circular.isdisjoint(sources[node]):
                circular.add(node)
    return [node[1] for node in starts if node in circular]


def _all_sources(precedents: Precedents, starts: list[_Node]) -> dict[_Node, list[_Node]]:
    """By cell, the formula cells that it refers to: for these cells and all that they lead to."""
    sources: dict[_Node, list[_Node]] = {}
    waiting = [*starts]
    while waiting:
        node = waiting.pop()
        if node not in sources:
            sources[node] = list(_sources(precedents, *node))
            waiting += sources[node]
    return sources


def _on_circles(sources: dict[_Node, list[_Node]]) -> set[_Node]:
    """The cells on a cycle; each cycle that is found is broken before the next is searched."""
    left, found = dict(sources), set()
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as fault:
            found.update(fault.args[1])
            left |= {node: [] for node in fault.args[1]}
        else:
            return found


def _sources(precedents: Precedents, sheet: Sheet, place: Place) -> Iterator[_Node]:
    """The formula cells that the formula of a cell refers to."""
    cell = sheet.cell(place)
    text = sheet.stored_formula(cell) if cell else None
    if text:
        sources = precedents.of(sheet, place, _ASKS_WHERE.sub("", text))
        for on, area in sources.areas:
            if on.kind == "worksheet":
                yield from ((on, c.place) for c in on.formula_cells if area.holds(*c.place))
