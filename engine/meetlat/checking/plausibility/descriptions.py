"""Find themes with the same description: a row that was copied and not finished."""

from __future__ import annotations

from collections.abc import Iterator

from meetlat.problems.problem import Problem
from meetlat.reading.catalogue import Catalogue
from meetlat.reading.scale import answer_key


def check_descriptions(catalogue: Catalogue) -> Iterator[Problem]:
    """Remarks on themes with the description of another, ignoring capitals and blanks."""
    first: dict[str, str] = {}
    themes = catalogue.themes.select("description", "name").iter_rows()
    for row, (description, name) in enumerate(themes):
        other = first.setdefault(answer_key(description), name) if description else name
        if other != name:
            facts = {"theme": name, "other": other}
            yield catalogue.problem_at(
                "Themes", row, "description", "descriptions-alike", description, **facts
            )
