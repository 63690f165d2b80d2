"""Build the surveys that Meetlat ships, from `content/`, with the same bytes each time."""

from pathlib import Path

from meetlat_workbooks.aims import read_aims
from meetlat_workbooks.answers import draw_answers
from meetlat_workbooks.content import HOME, read_content
from meetlat_workbooks.responses import write_responses
from meetlat_workbooks.workbook import write_workbook

SURVEYS = ("provincie-utrecht",)


def build(name: str, folder: Path) -> None:
    """Write the survey `name` into a folder."""
    content = read_content(name)
    aims = read_aims(content)
    folder.mkdir(parents=True, exist_ok=True)
    write_responses(draw_answers(content, aims), folder / content.setting("responses"))
    write_workbook(content, aims, folder / "survey.xlsx")


def main() -> None:
    """Rebuild all surveys where they are shipped."""
    for name in SURVEYS:
        build(name, HOME / name)
