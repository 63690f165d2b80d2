"""Read the structure of a survey in Qualtrics: `.qsf`, a JSON file.

`SurveyElements` has an element `BL` with the blocks, and an element `SQ` for each question.
Qualtrics does not document the file; the "Quickstart Guide to understanding the Qualtrics Survey
File" of C. Testa does. Headings in an export are `DataExportTag`, with the number of a statement
or option.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from meetlat.drafting.export import Kind, plain_text
from meetlat.drafting.structures.structure import Field, Structure, without_repeats

# What is only shown, or measured.
NOT_ASKED = {"DB", "Timing", "Captcha", "Meta", "GRB"}
# Selectors of questions with several answers.
SEVERAL = {"MAVR", "MAHR", "MACOL", "MSB"}
# Names that Qualtrics gives to blocks itself.
OWN_NAME = re.compile(
    r"default question block|block \d+|standaard vraagblok|blok \d+", re.IGNORECASE
)
KINDS = {
    "TE": Kind.OPEN,
    "RO": Kind.RANKING,
    "PGR": Kind.RANKING,
    "CS": Kind.NUMBER,
    "Slider": Kind.NUMBER,
    "FileUpload": Kind.TOOL,
    "Draw": Kind.TOOL,
    "HeatMap": Kind.TOOL,
    "HotSpot": Kind.TOOL,
}


def read_qsf(file: Path, language: str | None) -> Structure:
    """The structure in a file of Qualtrics, in the language in which it was written.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is none.
    """
    whole = json.loads(file.read_text(encoding="utf-8-sig"))
    entry, elements = whole["SurveyEntry"], whole["SurveyElements"]
    asked = {e["PrimaryAttribute"]: e["Payload"] for e in elements if e["Element"] == "SQ"}
    blocks = [block for e in elements if e["Element"] == "BL" for block in _values(e["Payload"])]
    fields = without_repeats(_fields(blocks, asked))
    return Structure(plain_text(entry["SurveyName"] or ""), entry["SurveyLanguage"] or "", fields)


def _fields(blocks: Iterable[Any], asked: Mapping[str, Any]) -> Iterator[Field]:
    """The fields of the blocks in the survey; removed questions are in the block `Trash`."""
    for block in blocks:
        if block.get("Type") == "Trash":
            continue
        name = plain_text(block.get("Description") or "")
        section = "" if OWN_NAME.fullmatch(name) else name
        for element in _values(block.get("BlockElements")):
            question = asked.get(element.get("QuestionID", ""))
            if question and question["QuestionType"] not in NOT_ASKED:
                yield from _of_question(question, section)


def _of_question(question: Mapping[str, Any], section: str) -> Iterator[Field]:
    tag, kind = question["DataExportTag"], question["QuestionType"]
    text = plain_text(question["QuestionText"]) or tag
    choices, selector = _choices(question, "Choice"), question.get("Selector")
    if kind == "Matrix":
        yield from _of_matrix(question, tag, text, section)
    elif kind == "MC" and selector == "NPS":
        yield Field(tag, text, "", section, None, {str(n): str(n) for n in range(11)})
    elif kind == "MC" and selector in SEVERAL:
        for number, label in choices.items():
            yield _item(f"{tag}_{number}", label, text, section, Kind.OPTION)
    elif kind == "MC":
        recoded = question.get("RecodeValues") or {}
        answers = {str(recoded.get(number, number)): label for number, label in choices.items()}
        yield Field(tag, text, "", section, None, answers)
    elif choices and kind in KINDS:
        for number, label in choices.items():
            yield _item(f"{tag}_{number}", label, text, section, KINDS[kind])
    else:
        yield Field(tag, text, "", section, KINDS.get(kind, Kind.TOOL))
    for number, choice in _pairs(question.get("Choices")):
        if kind == "MC" and choice.get("TextEntry"):
            names = (f"{tag}_{number}_TEXT", f"{tag} ({number}_TEXT)")
            yield Field(names[1], f"{text}: {choices[number]}", "", section, Kind.OPEN, {}, names)


def _of_matrix(question: Mapping[str, Any], tag: str, text: str, section: str) -> Iterator[Field]:
    """The statements of a matrix: with one answer, several, or a text in each cell."""
    recoded, answers = question.get("RecodeValues") or {}, _choices(question, "Answer")
    labels = {str(recoded.get(number, number)): label for number, label in answers.items()}
    tags = dict(_pairs(question.get("ChoiceDataExportTags") or {}))
    several = question.get("SubSelector") == "MultipleAnswer"
    typed = question.get("Selector") == "TE" and answers
    for number, statement in _choices(question, "Choice").items():
        heading = str(tags.get(number) or f"{tag}_{number}")
        if several or typed:
            for own, label in answers.items():
                kind = Kind.OPTION if several else Kind.OPEN
                stem = f"{text} - {statement}"
                yield _item(f"{heading}_{own}", label, stem, section, kind)
        else:
            kind = None if labels else Kind.OPEN
            yield _item(heading, statement, text, section, kind, labels)


def _item(
    heading: str,
    text: str,
    stem: str,
    section: str,
    kind: Kind | None,
    answers: Mapping[str, str] | None = None,
) -> Field:
    headings = (f"{stem} - {text}",)
    return Field(heading, text, stem, section, kind, answers or {}, headings)


def _choices(question: Mapping[str, Any], what: str) -> dict[str, str]:
    """The texts of choices or answers by their number, in the order in which they are shown."""
    found = dict(_pairs(question.get(f"{what}s") or {}))
    given = [str(number) for number in question.get(f"{what}Order") or found]
    shown = [number for number in given if number in found]
    return {number: plain_text(found[number].get("Display") or "") or number for number in shown}


def _pairs(listed: Any) -> Iterator[tuple[str, Any]]:
    """The members of an object by their key; Qualtrics writes one as a list if it can."""
    if isinstance(listed, Mapping):
        yield from listed.items()
    elif isinstance(listed, list):
        yield from ((str(number), own) for number, own in enumerate(listed))


def _values(listed: Any) -> list[Any]:
    return [own for _, own in _pairs(listed)]
