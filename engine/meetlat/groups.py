"""A group as HR writes it: `division=North`."""

from __future__ import annotations

from collections.abc import Iterable

Group = tuple[str, str]
"""A segment and a group of it."""

WHOLE: Group = ("", "")
"""The whole organisation."""


def chosen_group(written: str, segments: Iterable[str]) -> Group:
    """`division=North` as segment and group; blank is the whole organisation.

    A segment's own name may hold a `=`, so those there are decide where it ends.
    """
    parts = written.split("=")
    splits = [
        ("=".join(parts[:i]).strip(), "=".join(parts[i:]).strip()) for i in range(1, len(parts))
    ]
    known = set(segments)
    return next((split for split in splits if split[0] in known), ("", written.strip()))
