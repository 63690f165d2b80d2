"""Markdown tables for surveys of tests."""

from __future__ import annotations

from collections.abc import Iterable


def table(header: str, rows: Iterable[str]) -> str:
    """A Markdown table of rows such as `pride | work`."""
    return "\n".join([f"| {header} |", "|---|", *(f"| {row} |" for row in rows)])
