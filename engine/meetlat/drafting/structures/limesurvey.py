"""Read the structure of a survey in LimeSurvey: `.lss`, an XML file.

Each table of LimeSurvey's database is an element with `rows`. Up to version 3 a row of `questions`
has the text of one language; since version 4 `question_l10ns`, `group_l10ns` and `answer_l10ns`
have the texts. The codes of the types are those of "Question object types" in its manual.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

from meetlat.drafting.export import Kind, plain_text
from meetlat.drafting.structures.structure import (
    Field,
    Structure,
    chosen_language,
    without_repeats,
)
from meetlat.languages import LANGUAGES, words

Row = Mapping[str, str]

# Types with answers that LimeSurvey gives them itself: numbers, or a text in its language files.
POINTS = {"5": 5, "A": 5, "B": 10}
FIXED = {
    "Y": {"Y": "yes", "N": "no"},
    "C": {"Y": "yes", "U": "uncertain", "N": "no"},
    "E": {"I": "increase", "S": "same", "D": "decrease"},
    "G": {"F": "female", "M": "male"},
}
OPTIONS = "MP"
# The answer to a list that stands for a text beside it.
OTHER = "-oth-"
# Texts, numbers, dates, files and what is computed.
KINDS = {
    **dict.fromkeys("STUQ;", Kind.OPEN),
    **dict.fromkeys("NK:", Kind.NUMBER),
    **dict.fromkeys("D|I*", Kind.TOOL),
}
# Tables of numbers or texts, with subquestions above the columns too.
TABLES = ":;"
RANKING = "R"
ONLY_SHOWN = "X"


def read_lss(file: Path, language: str | None) -> Structure:
    """The structure in a file of LimeSurvey.

    Raises:
        ValueError, ET.ParseError: it is none.
    """
    raw = file.read_bytes()
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:  # LimeSurvey writes neither, and they may expand
        raise ValueError("entities")
    root = ET.fromstring(raw)  # noqa: S314
    if root.findtext("LimeSurveyDocType") != "Survey":
        raise ValueError("no survey")
    return _Reader(root, language).structure()


class _Reader:
    """The tables of a file, in one language."""

    def __init__(self, root: ET.Element, language: str | None) -> None:
        self._root = root
        base = [row.get("language", "") for row in self._rows("surveys")]
        others = [own.text or "" for own in root.iterfind("languages/language")]
        self._language = chosen_language([*filter(None, base), *others], language)
        self._questions = self._texts("question", "question")
        self._groups = self._texts("group", "group_name")
        self._children: dict[str, list[Row]] = defaultdict(list)
        for row in self._in_order(self._localised("subquestions"), "question_order"):
            self._children[row["parent_qid"]].append(row)
        self._answers = self._read_answers()
        name = self._language.partition("-")[0]
        self._words = words(name if name in LANGUAGES else "en").under("drafting.structure")

    def structure(self) -> Structure:
        titles = [
            plain_text(row.get("surveyls_title", ""))
            for row in self._rows("surveys_languagesettings")
            if row.get("surveyls_language") == self._language
        ]
        return Structure(
            titles[0] if titles else "", self._language, without_repeats(self._fields())
        )

    def _fields(self) -> Iterator[Field]:
        order = {
            row["gid"]: place
            for place, row in enumerate(self._in_order(self._localised("groups"), "group_order"))
        }
        asked = self._in_order(self._localised("questions"), "question_order")
        for row in sorted(asked, key=lambda row: order.get(row["gid"], 0)):
            if row["type"] != ONLY_SHOWN:
                yield from self._of_question(row)

    def _of_question(self, row: Row) -> Iterator[Field]:
        code, kind, text = row["title"], row["type"], self._text(row)
        section = self._groups.get(row["gid"], "")
        children = [own for own in self._children[row["qid"]] if own.get("scale_id", "0") == "0"]
        if kind in OPTIONS:
            others = [("other", self._words["other"])] if row.get("other") == "Y" else []
            items = [*((own["title"], self._text(own)) for own in children), *others]
            for item, label in items:
                yield _field(f"{code}[{item}]", label, text, section, Kind.OPTION)
        elif kind == "1":
            for own in children:
                for scale in ("0", "1"):
                    heading = f"{code}[{own['title']}][{int(scale) + 1}]"
                    answers = self._answers[row["qid"], scale]
                    yield _field(heading, self._text(own), text, section, None, answers)
        elif kind in TABLES:
            for own in children:
                for other in self._children[row["qid"]]:
                    if other.get("scale_id") == "1":
                        heading = f"{code}[{own['title']}_{other['title']}]"
                        label = f"{self._text(own)}: {self._text(other)}"
                        yield _field(heading, label, text, section, KINDS[kind])
        elif kind == RANKING:
            for place, _ in enumerate(self._answers[row["qid"], "0"], start=1):
                yield _field(f"{code}[{place}]", str(place), text, section, Kind.RANKING)
        elif children:
            answers = self._of_type(row)
            for own in children:
                heading = f"{code}[{own['title']}]"
                yield _field(heading, self._text(own), text, section, KINDS.get(kind), answers)
        else:
            answers = self._of_type(row)
            yield _field(code, text, "", section, KINDS.get(kind), answers)
            if row.get("other") == "Y":
                yield Field(f"{code}[other]", text, "", section, Kind.OPEN)

    def _of_type(self, row: Row) -> Mapping[str, str]:
        """The answers of a question; those of LimeSurvey itself for types that have no others."""
        if highest := POINTS.get(row["type"]):
            return {str(n): str(n) for n in range(1, highest + 1)}
        if fixed := FIXED.get(row["type"]):
            return {code: self._words[key] for code, key in fixed.items()}
        other = {OTHER: self._words["other"]} if row.get("other") == "Y" else {}
        return {**self._answers[row["qid"], "0"], **other}

    def _read_answers(self) -> dict[tuple[str, str], dict[str, str]]:
        """The labels of the answers of each question and scale, by code."""
        labels = {
            row["aid"]: row["answer"]
            for row in self._rows("answer_l10ns")
            if row.get("language") == self._language
        }
        found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for row in self._in_order(self._localised("answers"), "sortorder"):
            label = labels.get(row.get("aid", ""), row.get("answer", ""))
            own = found[row["qid"], row.get("scale_id") or "0"]
            own[row["code"]] = plain_text(label) or row["code"]
        return found

    def _text(self, row: Row) -> str:
        """The text of a question or subquestion; its code if it has none, as a picture has."""
        return (
            self._questions.get(row["qid"]) or plain_text(row.get("question", "")) or row["title"]
        )

    def _texts(self, table: str, column: str) -> dict[str, str]:
        """The texts of groups or questions by their number."""
        key = f"{table[0]}id"
        rows = [*self._rows(f"{table}_l10ns"), *self._localised(f"{table}s")]
        found: dict[str, str] = {}
        for row in rows:
            if row.get("language", self._language) == self._language and row.get(column):
                found.setdefault(row[key], plain_text(row[column]))
        return found

    def _localised(self, table: str) -> list[Row]:
        """The rows of a table in the language, if it has a row for each language."""
        rows = self._rows(table)
        return [row for row in rows if row.get("language", self._language) == self._language]

    def _rows(self, table: str) -> list[dict[str, str]]:
        rows = self._root.iterfind(f"{table}/rows/row")
        return [{cell.tag: cell.text or "" for cell in row} for row in rows]

    def _in_order(self, rows: list[Row], column: str) -> list[Row]:
        return sorted(rows, key=lambda row: int(row.get(column) or 0))


def _field(
    heading: str,
    text: str,
    stem: str,
    section: str,
    kind: Kind | None,
    answers: Mapping[str, str] | None = None,
) -> Field:
    """A field, with its headings in an export of full texts and one of codes with texts."""
    made = Field(heading, text, stem, section, kind, answers or {})
    return replace(made, headings=(made.whole_text, f"{heading}. {made.whole_text}"))
