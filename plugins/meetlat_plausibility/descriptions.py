"""Find themes with the same description: a row that was copied and not finished."""

from collections.abc import Iterator

from meetlat import Catalogue, Finding
from meetlat_plausibility.texts import finding


def check_descriptions(catalogue: Catalogue) -> Iterator[Finding]:
    """Remarks on themes with the description of another, ignoring capitals and blanks."""
    first: dict[str, str] = {}
    themes = catalogue.themes[["description", "name"]].iter_rows()
    for row, (description, name) in enumerate(themes):
        key = " ".join((description or "").casefold().split())
        other = first.setdefault(key, name) if key else name
        if other != name:
            facts = {"theme": name, "other": other}
            yield finding("descriptions-alike", "Themes", row, "description", facts)
