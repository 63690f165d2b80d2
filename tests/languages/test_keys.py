"""Every text of the files is used by the code, and the code asks for no other."""

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
    """What may be a key, or part of one, in the code of a folder.

    Attributes:
        texts: those without braces, and names of arguments.
        shapes: f-strings as regular expressions, by what stands in the code; those with letters
            enough to be told from others.
    """

    texts: frozenset[str]
    shapes: dict[str, re.Pattern[str]]

    def names(self, name: str) -> bool:
        """Whether a name stands in the code."""
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


def is_asked_for(key: str, code: Code) -> bool:
    """Whether code names the key; or how it begins, and the rest of it too."""
    if code.names(key):
        return True
    *starts, _ = accumulate(key.split("."), "{}.{}".format)
    for start in filter(code.names, starts):
        rest = key.removeprefix(f"{start}.")
        if code.names(rest) or all(map(code.names, rest.split("."))):
            return True
    return False


def test_every_key_is_asked_for():
    by_name = ("metrics.", "theme_rules.")  # of what is registered; see below
    keys = [key for key in KEYS if not key.startswith(by_name)]
    sources = [code_of(folder) for folder in folders()]
    assert [key for key in keys if not any(is_asked_for(key, code) for code in sources)] == []


def test_every_metric_and_rule_with_words_is_shipped_and_has_those_columns():
    plugins, said = load_plugins(), words("en")
    assert set(said.under("theme_rules")) == {f"{name}.title" for name in plugins.theme_rules}
    titles = {key for key in said.under("metrics") if key.endswith(".title")}
    assert titles == {f"{name}.title" for name in plugins.metrics}
    shipped = code_of(ROOT / "plugins")
    for metric in plugins.metrics.values():
        assert metric.own_headings.keys() <= shipped.texts, metric.name


def is_a_file(name: str) -> bool:
    """Whether it is the name of a file, or of a module of ours."""
    module = ROOT / "engine" / "meetlat" / Path(*name.split(".")).with_suffix(".py")
    return bool(re.search(r"\.(html|xlsx|csv|py|md|j2|css)$", name)) or module.exists()


def test_the_code_asks_for_no_key_that_is_not_there():
    begun = {start for key in KEYS for start in accumulate(key.split("."), "{}.{}".format)}
    wrong = []
    for folder in folders():
        code = code_of(folder)
        keys = [text for text in code.texts if re.fullmatch(r"[\w-]+(\.[\w-]+)+", text)]
        ours = [key for key in keys if key.partition(".")[0] in PARTS and not is_a_file(key)]
        wrong += [(folder.name, key) for key in ours if key not in begun]
        shapes = {text: s for text, s in code.shapes.items() if text.partition(".")[0] in PARTS}
        wrong += [
            (folder.name, text)
            for text, shape in shapes.items()
            if "." in text.partition("{")[0] and not any(map(shape.fullmatch, begun))
        ]
    assert wrong == []


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\bw\.(\w+)", template()))))
def test_the_page_asks_for_no_word_that_is_not_there(name):
    assert name in words("en").under("page")
