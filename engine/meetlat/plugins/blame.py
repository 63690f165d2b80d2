"""Whose fault it is: the author's own words, and the last line of theirs that ran."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meetlat.plugins.parameters import MetricError
from meetlat.plugins.supervision import StoppedError

HERE = Path(__file__).parents[1]
ENGINES = HERE.with_name("xlengines")


@dataclass(frozen=True)
class Blame:
    """What went wrong and where, as far as it is known."""

    words: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.words} ({self.file}, line {self.line})" if self.file else self.words

    @property
    def facts(self) -> dict[str, Any]:
        """As a message asks for them."""
        return {"reason": self.words.rstrip("."), "file": self.file, "line": self.line}


def blame(fault: BaseException, function: Callable[..., Any] | None = None) -> Blame:
    """Who raised it; `function` where the author had nothing at work, and yet it is theirs."""
    if isinstance(fault, StoppedError):
        words, stack, cause = fault.words, fault.stack, fault.fault
        if isinstance(cause, MetricError):  # in words for people: its kind says nothing
            words = str(cause)
    elif isinstance(fault, MetricError):
        words, stack, cause = str(fault), traceback.extract_tb(fault.__traceback__), fault
    else:
        words = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
        stack, cause = traceback.extract_tb(fault.__traceback__), fault
    if isinstance(cause, SyntaxError) and cause.filename:
        return Blame(words, Path(cause.filename).name, cause.lineno)
    return Blame(words, *_last_line(stack) or place_of(function))


def _last_line(stack: Sequence[traceback.FrameSummary]) -> tuple[str, int | None] | None:
    """In the file that was called first; what it called in turn is not to blame."""
    frames = [frame for frame in stack if _is_authors(frame)]
    if not frames:
        return None
    lines = [frame.lineno for frame in frames if frame.filename == frames[0].filename]
    return Path(frames[0].filename).name, lines[-1]


def place_of(function: Callable[..., Any] | None) -> tuple[str, int | None]:
    """The file of a function, and the line where it begins."""
    code = getattr(function, "__code__", None)
    return (Path(code.co_filename).name, code.co_firstlineno) if code else ("", None)


def _is_authors(frame: traceback.FrameSummary) -> bool:
    """Whether a frame is not ours, nor of what imports: Python's own or LibreOffice's `uno`."""
    ours = not {HERE, ENGINES}.isdisjoint(Path(frame.filename).parents)
    return not ours and "<frozen" not in frame.filename and frame.name != "_uno_import"
