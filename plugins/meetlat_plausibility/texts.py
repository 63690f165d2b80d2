"""Findings with the texts of this plugin."""

from collections.abc import Mapping

from meetlat import AnsweredSurvey, Finding, in_every_language


def finding(
    code: str,
    table: str,
    row: int,
    column: str,
    facts: Mapping[str, object],
    about: AnsweredSurvey | None = None,
    *,
    error: bool = False,
) -> Finding:
    """A finding with the texts of its code; those about an earlier wave start with its name."""
    texts = f"plugins.meetlat_plausibility.{code}"
    words = in_every_language(f"{texts}.problem", **facts)
    if about and about.name:
        wave = f"{about.name} ({about.responses.source})"
        words = {language: f"{wave}: {text}" for language, text in words.items()}
    remedy = in_every_language(f"{texts}.remedy", **facts)
    return Finding(words, remedy, table, row, column, error, code)
