"""What stopped the writing of reports, in words."""

from __future__ import annotations


def sentence(fault: BaseException) -> str:
    """A sentence that says what went wrong."""
    if isinstance(fault, KeyboardInterrupt):
        return "Stopped."
    if isinstance(fault, OSError):
        return f"{fault.filename or ''}: {fault.strerror or fault}.".removeprefix(": ")
    return f"{fault.args[0]} {getattr(fault, 'remedy', None) or ''}".rstrip()
