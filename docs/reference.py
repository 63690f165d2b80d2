"""Write the reference pages from the code: `python docs/reference.py`.

The pages are `docs/reference/*.md`: tables and settings, metrics, hooks, and commands.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

import meetlat
import meetlat.languages
from meetlat.cli.commands import COMMANDS, app
from meetlat.cli.help_texts import explain
from meetlat.languages import Words, words
from meetlat.plugins import hooks
from meetlat.plugins.manager import load_plugins
from meetlat_schemas import INPUT_TABLES, RESULT_TABLES, SettingsSchema

FOLDER = Path(__file__).parent / "reference"

TEXTS: Words = words("en")

# What stands in a column of each type.
KINDS = {
    "str": "text",
    "float": "number",
    "int": "whole number",
    "bool": "yes or no",
    "date": "date",
}
KINDS |= {"String": "text", "Float64": "number", "Int64": "whole number", "Boolean": "yes or no"}
KINDS |= {"Date": "date"}

MADE = "This page is made from the code by `python docs/reference.py`.\n"


def main() -> None:
    """Write all pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


def pages() -> dict[str, str]:
    """The text of each page by its file name."""
    made = {"tables": tables, "metrics": metrics, "hooks": hooks_page, "commands": commands}
    return {f"{name}.md": "\n".join(page()) for name, page in made.items()}


# Tables


def tables() -> Iterator[str]:
    """Yield the tables that Meetlat reads, their columns and settings, and those that it fills."""
    yield "# Tables, columns and settings\n"
    yield MADE
    yield "## Settings\n"
    yield "Rows of the table `Survey`.\n"
    yield from _rows(("setting", "kind", "meaning"), _settings())
    yield "\n## Input tables\n"
    yield "You fill these in. Extra columns are yours: Meetlat ignores them.\n"
    for name, schema in INPUT_TABLES.items():
        yield f"### {name}\n"
        yield f"{_summary(schema)}\n"
        yield from _rows(("column", "kind", "may be blank", "meaning"), _inputs(name, schema))
        yield ""
    yield "## Result tables\n"
    yield "Meetlat fills these. Comparisons and segments add columns.\n"
    for name, schema in RESULT_TABLES.items():
        yield f"### {name}\n"
        yield f"{_summary(schema)}\n"
        yield from _rows(("column", "kind", "meaning"), _results(schema))
        yield ""


def _settings() -> Iterator[tuple[str, ...]]:
    for name, column in SettingsSchema.to_schema().columns.items():
        languages = ", ".join(f"`{language}`" for language in meetlat.languages.LANGUAGES)
        meaning = TEXTS[f"workbook.settings.{name}"].replace("{languages}", languages)
        yield f"`{name}`", _kind(column), meaning


def _inputs(table: str, schema: Any) -> Iterator[tuple[str, ...]]:
    texts = TEXTS.under(f"workbook.columns_{table}")
    for name, column in schema.to_schema().columns.items():
        needed = (column.metadata or {}).get("required")
        yield f"`{name}`", _kind(column), "no" if needed else "yes", texts[name]


def _results(schema: Any) -> Iterator[tuple[str, ...]]:
    for name, column in schema.to_schema().columns.items():
        yield f"`{name}`", _kind(column), column.description or ""


def _kind(column: Any) -> str:
    return KINDS[str(column.dtype)]


def _summary(of: Any) -> str:
    """The documentation of an object without indents, as one paragraph."""
    return " ".join((inspect.getdoc(of) or "").split("\n\n")[0].split())


def _rows(heading: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield f"| {' | '.join(heading)} |"
    yield "|---" * len(heading) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


# Metrics


def metrics() -> Iterator[str]:
    """Yield the metrics that come with Meetlat, with their parameters."""
    yield "# Metrics\n"
    yield MADE
    yield "A row of the table `Metrics` sets parameters, as `name=value; name=value`.\n"
    plugins = load_plugins(Path("no such folder"), lambda problem: False)
    for metric in sorted(plugins.metrics.values(), key=lambda each: each.name):
        yield f"## {metric.name}\n"
        yield f"{metric.description_in('en') or metric.title_in('en')}\n"
        yield f"- Result table: `{metric.table}`"
        yield f"- On unless you switch it off: {'yes' if metric.on else 'no'}"
        for parameter in metric.parameters.values():
            yield f"- Parameter `{parameter.name}`: `{parameter.default}` if it is not set"
        yield f"- [How it counts, and how to read it](../metrics/{metric.name}.md)"
        yield ""


# Hooks and commands


def hooks_page() -> Iterator[str]:
    """Yield every hook of a plugin, and the names that `import meetlat` offers."""
    yield "# Hooks and public names\n"
    yield MADE
    yield "## Hooks\n"
    for name, hook in vars(hooks).items():
        if hasattr(hook, "meetlat_spec"):
            yield f"### {name}\n"
            yield f"```python\ndef {name}{inspect.signature(hook)}\n```\n"
            yield f"{inspect.getdoc(hook)}\n"
    yield "## Names in `meetlat`\n"
    yield from _rows(("name", "what it is"), _names())


def _names() -> Iterator[tuple[str, ...]]:
    for name in sorted(meetlat.__all__):
        yield f"`{name}`", _summary(getattr(meetlat, name))


def commands() -> Iterator[str]:
    """Yield every command with its arguments and options."""
    yield "# Commands\n"
    yield MADE
    group: Any = typer.main.get_command(app)
    for name in COMMANDS:
        command = group.get_command(None, name)
        explain(command, "en")
        yield f"## meetlat {name}\n"
        yield f"{inspect.cleandoc(command.help or '')}\n"
        yield from _rows(("argument or option", "meaning"), _options(command))
        yield ""


def _options(command: Any) -> Iterator[tuple[str, ...]]:
    for parameter in command.params:
        options = ", ".join(f"`{each}`" for each in parameter.opts if each.startswith("-"))
        yield options or f"`{parameter.name.upper()}`", getattr(parameter, "help", None) or ""


if __name__ == "__main__":
    main()
