"""How much room a text takes, so that a slide can be laid out before any program shows it.

The widths are those of Arial and Helvetica. Other fonts of a template differ little, and a margin
covers that.
"""

from __future__ import annotations

from functools import lru_cache

# Widths in thousandths of the size, for the characters from the space to the tilde.
_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556"
    " 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833"
    " 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556"
    " 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334"
    " 260 334 584"
)
WIDTHS = {chr(32 + i): int(width) / 1000 for i, width in enumerate(_WIDTHS.split())}

WIDTHS |= dict.fromkeys("‘’", 0.222) | dict.fromkeys("“”·", 0.333)
WIDTHS |= dict.fromkeys("–−€", 0.584) | dict.fromkeys("…—▲▼●■◆→", 1.0)

# Characters that are not listed: letters with accents are narrower than this, and those of China
# and Japan take a square.
OTHER, SQUARE, FIRST_SQUARE = 0.62, 1.0, 0x2E80

# How much wider bold is, and the margin for other fonts.
BOLD, MARGIN = 1.07, 1.03

# The height of a line, relative to the size, and points in an inch.
LEADING, POINTS = 1.2, 72.0


@lru_cache(maxsize=20_000)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text on one line, in inches."""
    wide = sum(WIDTHS.get(c) or (SQUARE if ord(c) >= FIRST_SQUARE else OTHER) for c in text)
    return wide * size / POINTS * MARGIN * (BOLD if bold else 1.0)


def height(lines: int, size: float) -> float:
    """The height of a number of lines, in inches."""
    return lines * size * LEADING / POINTS


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines of a text that is wrapped at blanks; a word that is too long is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while width(word, size, bold=bold) > room and len(word) > 1:
            part = _start(word, room, size, bold=bold)
            lines.append(part)
            word = word[len(part) :]
        line = word
    return [*lines, line] if line or not lines else lines


def _start(word: str, room: float, size: float, *, bold: bool) -> str:
    """The first letters of a word that fit, at least one."""
    fit = (n for n in range(len(word), 1, -1) if width(word[:n], size, bold=bold) <= room)
    return word[: next(fit, 1)]


def shortened(text: str, room: float, size: float, lines: int = 1, *, bold: bool = False) -> str:
    """The text if it fits on `lines` lines; otherwise its first words and an ellipsis."""
    text = " ".join(text.split())
    if len(wrapped(text, room, size, bold=bold)) <= lines:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = len(wrapped(_cut(text, middle), room, size, bold=bold)) <= lines
        low, high = (middle, high) if fits else (low, middle - 1)
    return _cut(text, low)


def _cut(text: str, letters: int) -> str:
    """The first letters of a text and an ellipsis; only whole words if that costs little."""
    start = text[:letters]
    words = start.rsplit(" ", 1)[0]
    start = words if len(words) > 0.7 * letters else start
    return f"{start.rstrip(' ,;:.(')}…"
