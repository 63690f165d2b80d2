"""The cards at the top of the report: four figures to see at once, all by formula."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from meetlat_workbooks import formulas
from meetlat_workbooks.look import ACCENT, INK, PALE, SCORE, SHARE, SIGNED, WHITE, WHOLE, Look
from meetlat_workbooks.said import quoted, write_or_formula

HEIGHTS = (22, 38, 26, 38)
"""Points of what it is, the figure, the line below it, and its comparisons."""


@dataclass(frozen=True)
class Card:
    """A figure to see at once: what it is, the figure, and two lines about it."""

    label: str
    figure: str
    number: str
    line: str
    compared: str


def cards(say: Mapping[str, str]) -> Iterator[Card]:
    """The four cards of a survey, whatever it asks."""
    none = say["no_score"]
    yield Card(
        say["response"],
        formulas.measure("response", none),
        SHARE,
        formulas.people(say["of"], say["people"]),
        formulas.compared_measure("response", SHARE),
    )
    yield Card(
        formulas.where_enps(f'"{formulas.ENPS_NAME}"', quoted(say["asked"])),
        formulas.where_enps(formulas.enps(none).removeprefix("="), "COUNT(QuestionScores[score])"),
        SIGNED,
        formulas.where_enps(
            formulas.enps_groups(say).removeprefix("="),
            formulas.in_themes(say["over"], say["themes"]),
        ),
        formulas.compared_enps(SIGNED),
    )
    for end, which in (("highest", "MAX"), ("lowest", "MIN")):
        score, name = formulas.theme_score(which, none), formulas.best_theme(which)
        yield Card(say[end], score, SCORE, name, formulas.compared_theme(which))


def write_card(sheet: Worksheet, look: Look, row: int, place: tuple[int, int], card: Card) -> None:
    """Four rows of cells on a pale ground, with a white gap at the right."""
    left, right = place
    ground: dict[str, Any] = {"bg_color": PALE, "right": 5, "right_color": WHITE, "indent": 1}
    ground |= {"valign": "vcenter", "align": "left", "font_color": INK}
    figure = {"bold": True, "font_size": 26, "font_color": ACCENT, "num_format": card.number}
    forms = (
        look.cell(**ground, bold=True, font_size=9),
        look.cell(**(ground | figure)),
        look.cell(**ground, font_size=9, text_wrap=True),
        look.cell(**ground, font_size=8, text_wrap=True),
    )
    texts = (card.label, card.figure, card.line, card.compared)
    for i, (text, form) in enumerate(zip(texts, forms, strict=True)):
        sheet.set_row(row + i, HEIGHTS[i])
        if right > left:
            sheet.merge_range(row + i, left, row + i, right, "", form)
        write_or_formula(sheet, row + i, left, text, form)
    if card.number == SIGNED:
        plain = look.conditional(num_format=WHOLE)
        rule = {"type": "formula", "criteria": formulas.no_enps(), "format": plain}
        sheet.conditional_format(row + 1, left, row + 1, right, rule)
