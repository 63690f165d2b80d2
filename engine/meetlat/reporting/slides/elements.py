"""Make elements of Office's XML, for what python-pptx has no properties for.

Cells and runs are so many that they are written as text, which is read at once: setting their
properties in python-pptx one by one takes longer.
"""

from __future__ import annotations

from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.xmlchemy import OxmlElement

# Control characters are written as python-pptx writes them: `_x0007_`.
_CONTROL = {code: f"_x{code:04X}_" for code in {*range(32)} - {*map(ord, "\t\n")}}
_ESCAPED = _CONTROL | str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def element(tag: str, **attributes: str) -> Any:
    """An element such as `a:solidFill`."""
    made = OxmlElement(tag)
    set_all(made, **attributes)
    return made


def set_all(element: Any, **attributes: object) -> None:
    """Set attributes of an element."""
    for name, value in attributes.items():
        element.set(name, str(value))


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new last child of an element."""
    made = element(tag, **attributes)
    parent.append(made)
    return made


def first(parent: Any, tag: str) -> Any:
    """The first child with this tag; None if there is none."""
    return parent.find(qn(tag))


def markup(tag: str, *inside: str, **attributes: object) -> str:
    """An element as text; `inside` are texts of elements, or an escaped text."""
    given = "".join(f' {name}="{escaped(str(value))}"' for name, value in attributes.items())
    return f"<{tag}{given}>{''.join(inside)}</{tag}>"


def escaped(text: str) -> str:
    """A text as it stands in an element or in an attribute."""
    return text.translate(_ESCAPED)


def parsed(text: str) -> list[Any]:
    """The elements of which this is the text, of drawings (`a:`) and charts (`c:`)."""
    return [*parse_xml(f"<a:all {nsdecls('a', 'c')}>{text}</a:all>")]
