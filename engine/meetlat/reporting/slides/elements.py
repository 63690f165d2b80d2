"""Make elements of Office's XML, for what python-pptx has no properties for."""

from __future__ import annotations

from typing import Any

from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement


def element(tag: str, **attributes: str) -> Any:
    """An element such as `a:solidFill`."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(name, value)
    return made


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new last child of an element."""
    made = element(tag, **attributes)
    parent.append(made)
    return made


def first(parent: Any, tag: str) -> Any:
    """The first child with this tag; None if there is none."""
    return parent.find(qn(tag))
