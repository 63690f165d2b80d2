"""The code uses every text of the language files, and no text that they lack."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import pytest

from meetlat.languages import words
from meetlat.plugins.manager import load_plugins
from tests.languages.test_files import values_of

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "engine" / "meetlat", ROOT / "plugins", ROOT / "workbooks"]
TEMPLATE = ROOT / "engine" / "meetlat" / "reporting" / "page" / "page.html.j2"

KEYS = [key for key in values_of("en") if not key.startswith("synonyms.")]
PARTS = {key.partition(".")[0] for key in KEYS}


class Code(NamedTuple):
    """The strings in the code of a folder that may be a key or a part of one.

    Attributes:
        texts: plain strings and names of keyword arguments.
        shapes: f-strings as regular expressions, by their source; only those with at least three
            letters, as shorter ones match almost any key.
    """

    texts: frozenset[str]
    shapes: dict[str, re.Pattern[str]]

    def names(self, name: str) -> bool:
        """Whether the code contains a name."""
        return name in self.texts or any(shape.fullmatch(name) for shape in self.shapes.values())


@cache
def code_of(folder: Path) -> Code:
    texts: set[str] = set()
    shapes: dict[str, re.Pattern[str]] = {}
    for file in sorted(folder.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        inside = {id(part) for node in formatted for part in node.values}
        constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        texts |= {str(node.value) for node in constants if id(node) not in inside}
        texts |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
        for node in formatted:
            parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
            if sum(len(re.sub(r"[^a-z]", "", part)) for part in parts if part) > 2:
                shape = "".join(".+" if part is None else re.escape(part) for part in parts)
                shapes["".join("{}" if part is None else part for part in parts)] = re.compile(
                    shape
                )
    if folder == TEMPLATE.parent:
        texts |= set(re.findall(r"\bw\.(\w+)", template()))
    return Code(frozenset(texts), shapes)


@cache
def template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")


def folders() -> list[Path]:
    return sorted({file.parent for source in SOURCES for file in source.rglob("*.py")})


def is_used(key: str, code: Code) -> bool:
    """Whether the code contains the key, or its beginning and its end separately."""
    if code.names(key):
        return True
    *starts, _ = accumulate(key.split("."), "{}.{}".format)
    for start in filter(code.names, starts):
        rest = key.removeprefix(f"{start}.")
        if code.names(rest) or all(map(code.names, rest.split("."))):
            return True
    return False


def test_the_code_uses_every_text_of_the_language_files():
    # Of registered metrics, their parameters and rules; see the next tests.
    by_name = ("metrics.", "theme_rules.", "parameter_values.")
    keys = [key for key in KEYS if not key.startswith(by_name)]
    sources = [code_of(folder) for folder in folders()]
    assert [key for key in keys if not any(is_used(key, code) for code in sources)] == []


def test_titles_and_headings_are_those_of_the_shipped_metrics_and_rules():
    plugins, english = load_plugins(), words("en")
    assert set(english.under("theme_rules")) == {f"{name}.title" for name in plugins.theme_rules}
    titles = {key for key in english.under("metrics") if key.endswith(".title")}
    assert titles == {f"{name}.title" for name in plugins.metrics}
    shipped = code_of(ROOT / "plugins")
    for metric in plugins.metrics.values():
        assert metric.own_headings.keys() <= shipped.texts, metric.name


def test_words_are_of_values_that_parameters_of_shipped_metrics_have():
    parameters = [p for m in load_plugins().metrics.values() for p in m.parameters.values()]
    values = {str(choice) for parameter in parameters for choice in parameter.choices}
    assert words("en").under("parameter_values").keys() <= values


def is_a_file(name: str) -> bool:
    """Whether it is the name of a file or of a module of the engine."""
    module = ROOT / "engine" / "meetlat" / Path(*name.split(".")).with_suffix(".py")
    return bool(re.search(r"\.(html|xlsx|csv|py|md|j2|css)$", name)) or module.exists()


def test_every_text_key_in_the_code_exists():
    starts = {start for key in KEYS for start in accumulate(key.split("."), "{}.{}".format)}
    wrong = []
    for folder in folders():
        code = code_of(folder)
        keys = [text for text in code.texts if re.fullmatch(r"[\w-]+(\.[\w-]+)+", text)]
        ours = [key for key in keys if key.partition(".")[0] in PARTS and not is_a_file(key)]
        wrong += [(folder.name, key) for key in ours if key not in starts]
        shapes = {text: s for text, s in code.shapes.items() if text.partition(".")[0] in PARTS}
        wrong += [
            (folder.name, text)
            for text, shape in shapes.items()
            if "." in text.partition("{")[0] and not any(map(shape.fullmatch, starts))
        ]
    assert wrong == []


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\bw\.(\w+)", template()))))
def test_every_text_key_in_the_page_template_exists(name):
    assert name in words("en").under("page")
