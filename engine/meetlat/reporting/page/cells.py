"""Cells of tables as HTML, remembered by what they show: a page has thousands, many alike."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup


@lru_cache(20_000, typed=True)  # 1.0 and True are not shown as 1 is
def cell(macro: str, *shown: object) -> Markup:
    """What a macro of `cells.html.j2` gives."""
    return getattr(_macros(), macro)(*shown)


def joined(cells: Iterable[Markup]) -> Markup:
    """Cells beside each other; none of them has to be escaped."""
    from markupsafe import Markup

    return Markup("".join(cells))  # noqa: S704 (they are Markup)


@cache
def page_template() -> Template:
    """The template of the page.

    Raises:
        ImportError: Jinja2 is not installed.
    """
    return _environment().get_template("page.html.j2", globals={"cell": cell})


@cache
def _macros() -> Any:
    return _environment().get_template("cells.html.j2").module


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    class Keys(Environment):
        """Takes `row.name` for a key of a dict first: thousands of times a page."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            if type(obj) is dict and attribute in obj:
                return obj[attribute]
            return super().getattr(obj, attribute)

    return Keys(
        loader=PackageLoader("meetlat.reporting.page", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
