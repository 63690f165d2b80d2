"""The refusal that both engines raise, and texts that it often has."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """The engine will not do this, and nothing was changed.

    `args[0]` is one plain sentence naming the place (`Sheet!A5`); `remedy` is another that says
    what to do about it. `kind` names the reasons that users meet most (`open`, `missing`, `folder`,
    `password`, `old`, `empty` and `no-workbook`), for programs that explain them in another
    language; `file` is then the name of the file.
    """

    def __init__(self, problem: str, remedy: str = "", kind: str = "") -> None:
        super().__init__(problem)
        self.remedy = remedy
        self.kind = kind
        self.file = ""

    def __str__(self) -> str:
        return f"{self.args[0]} {self.remedy}".rstrip()


# The remedy for a file that breaks the rules of its own format.
DAMAGED = "Open it in Excel, let Excel repair it, and save it again."


def name_taken(kind: str, name: str) -> Refused:
    """The refusal to give a name a second time; `kind` is what has it, such as a sheet."""
    return Refused(f"There is a {kind} {name} already.", "Use another name.")
