"""Whether the answers of a drafted question are those of a scale of the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from meetlat.reading.catalogue import Catalogue
from meetlat.reading.scale import Scale

# A row of `Scales` as a draft has it.
Row = Mapping[str, Any]


class ScaleMatch:
    """The scales of a workbook, to compare drafted answers with."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._label = f"label::{catalogue.language}"
        # The first of several with the same answers is the one for new questions.
        names = catalogue.scales["scale"].unique(maintain_order=True)
        self._frames = {n: catalogue.scale(n) for n in names}
        self._scales = {name: Scale(name, frame) for name, frame in self._frames.items()}

    def scale(self, name: str) -> Scale | None:
        """The scale of that name; None if there is none."""
        return self._scales.get(name)

    def unlisted(self, name: str, rows: Sequence[Row]) -> list[Row]:
        """The drafted answers that a scale does not list; all of them if there is no such scale."""
        return [row for row in rows if self._code(name, row) is None]

    def same(self, rows: Sequence[Row]) -> str | None:
        """The scale with the same answers; None if there is none."""
        return next((name for name in self._frames if self.is_same(name, rows)), None)

    def is_same(self, name: str, rows: Sequence[Row]) -> bool:
        """Whether the same answers have a score; those without one, the scale may have more of."""
        codes = [self._code(name, row) for row in rows]
        if None in codes:
            return False
        scored = {code for code, row in zip(codes, rows, strict=True) if row["score"] is not None}
        own = self._frames[name]["score"].is_not_null().arg_true().to_list()
        return (scored or set(codes)) == set(own or range(len(self._frames[name])))

    def _code(self, name: str, row: Row) -> int | None:
        """The position of a drafted answer on a scale, by the answer or by its label."""
        if name not in self._scales:
            return None
        codes = [self._scales[name].code(row[key]) for key in ("answer", self._label) if row[key]]
        return next((code for code in codes if code is not None), None)
