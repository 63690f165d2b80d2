"""What went wrong in plugin code: a message for its author, and the line that failed."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from meetlat.plugins.parameters import MetricError
from meetlat.plugins.supervision import StoppedError
from meetlat.problems.problem import Problem

# Frames of files in these folders are Meetlat's own, not the plugin author's.
ENGINE = Path(__file__).parents[1]
OWN_FOLDERS = {ENGINE, ENGINE.with_name("xlengines")}


@dataclass(frozen=True)
class Failure:
    """A message for a plugin's author, with the file and line if they are known."""

    message: str
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.message} ({self.file}, line {self.line})" if self.file else self.message

    @property
    def facts(self) -> dict[str, Any]:
        """The facts that the messages of problems use."""
        return {"reason": self.message.rstrip("."), "file": self.file, "line": self.line}


def describe_failure(fault: BaseException, function: Callable[..., Any] | None = None) -> Failure:
    """Describe an exception that plugin code caused.

    The definition of the function is reported if no line of the plugin was running, such as when
    the table that it returned is wrong.
    """
    cause: BaseException | None = fault
    message = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
    stack: Sequence[traceback.FrameSummary] = traceback.extract_tb(fault.__traceback__)
    if isinstance(fault, StoppedError):
        cause, message, stack = fault.fault, fault.message, fault.stack
    if isinstance(cause, ModuleNotFoundError):
        message += "; is it installed for the Python that runs Meetlat?"
    if isinstance(cause, MetricError):  # its message is a sentence; its type adds nothing
        message = str(cause)
    if isinstance(cause, SyntaxError) and cause.filename:
        return Failure(message, Path(cause.filename).name, cause.lineno)
    return Failure(message, *_failed_line(stack) or definition_of(function))


def plugin_problem(
    code: str, name: str, fault: Exception, function: Callable[..., Any] | None = None
) -> Problem:
    """The problem for a plugin or metric that failed, with the file, the line and the message.

    It has this code, unless the plugin took too long. For `function` see `describe_failure`.
    """
    facts = describe_failure(fault, function).facts
    facts["file"], facts["line"] = facts["file"] or Path(name).name, facts["line"] or 1
    if isinstance(fault, StoppedError) and fault.limit is not None:
        return Problem("plugin-overdue", value=name, facts={**facts, "seconds": float(fault.limit)})
    return Problem(code, value=name, facts=facts)


def definition_of(function: Callable[..., Any] | None) -> tuple[str, int | None]:
    """The file of a function, and the line on which it starts."""
    code = getattr(function, "__code__", None)
    return (Path(code.co_filename).name, code.co_firstlineno) if code else ("", None)


def _failed_line(stack: Sequence[traceback.FrameSummary]) -> tuple[str, int | None] | None:
    """The last line that ran in the first file of the author's, not in a library it called."""
    frames = [frame for frame in stack if _is_authors(frame)]
    if not frames:
        return None
    lines = [frame.lineno for frame in frames if frame.filename == frames[0].filename]
    return Path(frames[0].filename).name, lines[-1]


def _is_authors(frame: traceback.FrameSummary) -> bool:
    """Whether a frame is neither Meetlat's own nor part of importing (Python's, or `uno`'s)."""
    is_own = not OWN_FOLDERS.isdisjoint(Path(frame.filename).parents)
    return not is_own and "<frozen" not in frame.filename and frame.name != "_uno_import"
