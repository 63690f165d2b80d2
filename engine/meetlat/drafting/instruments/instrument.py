"""Read an instrument, and draft a survey from it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meetlat.drafting.draft_tables import Draft, Note, notes_on_settings, on_setting
from meetlat.languages import LANGUAGES, Language, words

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Instrument:
    """A published scale: its themes, questions and answers, with its source and licence."""

    name: str
    content: Mapping[str, Any]

    def in_language(self, what: str, language: Language) -> str:
        """One of its texts, in English if it does not have the language."""
        texts = self.content[what]
        return texts.get(language) or texts["en"]

    def draft(self, language: Language) -> Draft:
        """The tables of a survey with this instrument, in every language that it has."""
        draft = Draft(language, has_answers=False)
        draft.settings = {"language": language, "invited": None}
        said, content = words(language), self.content
        # The source stands below each theme in the report.
        credit = {f"note::{name}": content["source"] for name in LANGUAGES}
        draft.tables = {
            "Themes": [
                {"theme": own["theme"], **_localised("name", own), **credit}
                for own in content["themes"]
            ],
            "Questions": [
                {
                    "question": own["question"],
                    **(_localised("text", own) or self._placeholder(own["question"])),
                    "theme": own["theme"],
                    "scale": own["scale"],
                    "reverse": said["yes_no.yes"] if own.get("reverse") else "",
                }
                for own in content["questions"]
            ],
            "Scales": [
                {
                    "scale": own["scale"],
                    "answer": own["answer"],
                    **_localised("label", own),
                    "score": own["score"],
                }
                for own in content["answers"]
            ],
            "Segments": [],
        }
        questions = [own["question"] for own in content["questions"]]
        draft.sources = {("Questions", row): [name] for row, name in enumerate(questions)}
        draft.notes = list(self._notes(language))
        return draft

    def _placeholder(self, question: str) -> dict[str, str]:
        """What stands for a text that may not be copied."""
        return {
            f"text::{name}": words(name).text("drafting.instrument_text", question=question)
            for name in LANGUAGES
        }

    def _notes(self, language: Language) -> Iterable[Note]:
        about = {key: self.in_language(key, language) for key in ("title", "licence", "remark")}
        title, name = about["title"], f"name::{language}"
        credit = f"{self.content['source']}. {about['licence']}"
        yield Note("Themes", 0, name, title, "instrument_licence", credit)
        yield Note("Themes", 0, name, title, "instrument", about["remark"])
        if not self.content["has_texts"]:
            yield Note("Questions", 0, f"text::{language}", title, "instrument_texts")
        yield on_setting("responses", "setting_instrument")
        yield from notes_on_settings(())


def instrument_names() -> list[str]:
    """The names of all instruments."""
    return sorted(file.stem for file in HERE.glob("*.toml"))


def find_instrument(name: str) -> Instrument | None:
    """The instrument of that name; None if there is none."""
    known = {own.casefold(): own for own in instrument_names()}
    found = known.get(name.casefold())
    if found is None:
        return None
    return Instrument(found, tomllib.loads((HERE / f"{found}.toml").read_text(encoding="utf-8")))


def _localised(column: str, row: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a text in each language of the workbook that it has."""
    return {f"{column}::{name}": text for name, text in row.get(column, {}).items()}
