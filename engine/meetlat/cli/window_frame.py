"""The window itself, with the toolkit of Python's standard library; it only shows news."""

from __future__ import annotations

import sys
import tkinter as tk
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from tkinter import filedialog, font, messagebox, ttk
from typing import Any

import typer

from meetlat import log as logbook
from meetlat.cli.window_news import News, Question, Watching
from meetlat.languages import Language, Words, words

# Milliseconds between looks for news.
LOOK = 100

# The colour of the sentence, by kind; others have that of the system.
COLOURS = {"done": "#1b5e20", "errors": "#b00020", "failed": "#b00020", "waits": "#8a4b00"}


def show_window(workbook: Path | None, language: Language) -> None:
    """Show the window until it is closed.

    Raises:
        tkinter.TclError: there is no screen.
    """
    _sharpen()
    window = Window(tk.Tk(), workbook, language)
    window.root.mainloop()
    # A recalculation that runs is completed: a Python that ends would start no threads for it any
    # more, and Tk ends the program if another thread collects the window.
    for watching in window.watched:
        watching.join()


def _sharpen() -> None:
    """Let Windows draw letters at the size of the screen instead of enlarging a picture."""
    if sys.platform == "win32":
        import ctypes

        with suppress(Exception):  # an older Windows
            ctypes.windll.shcore.SetProcessDpiAwareness(1)


class Window:
    """The window: a sentence, the problems, and four buttons."""

    def __init__(self, root: tk.Tk, workbook: Path | None, language: Language) -> None:
        self.root: tk.Tk = root
        self.language: Language = language
        self.news: SimpleQueue[tuple[Watching, News | Question]] = SimpleQueue()
        self.watching: Watching | None = None
        self.watched: list[Watching] = []
        self._closing = False
        root.title("Meetlat")
        root.geometry("800x480")
        root.minsize(560, 320)
        root.protocol("WM_DELETE_WINDOW", self.close)
        root.report_callback_exception = self._report_fault
        self._lay_out()
        self.show(News("ready", self._said["window.welcome"], ()))
        if workbook:
            self.watch(workbook)
        root.after(LOOK, self._look)

    @property
    def _said(self) -> Words:
        return words(self.language)

    def _lay_out(self) -> None:
        if self.root.tk.call("tk", "windowingsystem") == "x11":
            ttk.Style(self.root).theme_use("clam")  # the usual one of Linux is of 1990
        outer = ttk.Frame(self.root, padding=12)
        outer.pack(fill="both", expand=True)
        usual = font.nametofont("TkDefaultFont")
        size = usual.actual()["size"]
        bold = (usual.actual()["family"], size + 2, "bold")
        self.file: ttk.Label = ttk.Label(outer)
        self.sentence: ttk.Label = ttk.Label(outer, font=bold, justify="left", anchor="w")
        self.buttons: dict[str, ttk.Button] = self._buttons(outer)
        self.problems: tk.Text = tk.Text(
            outer, wrap="word", height=12, width=80, font=usual, padx=8, pady=8
        )
        self.problems.tag_configure("word", font=(*bold[:1], size, "bold"))
        self.problems.tag_configure("remedy", lmargin1=20, lmargin2=20)
        scroll = ttk.Scrollbar(outer, command=self.problems.yview)
        self.problems.configure(yscrollcommand=scroll.set)
        self.file.pack(fill="x")
        self.sentence.pack(fill="x", pady=(4, 10))
        scroll.pack(side="right", fill="y")
        self.problems.pack(fill="both", expand=True)
        self.sentence.bind("<Configure>", self._wrap_sentence)

    def _buttons(self, outer: ttk.Frame) -> dict[str, ttk.Button]:
        row = ttk.Frame(outer)
        row.pack(side="bottom", fill="x", pady=(10, 0))
        actions = {"choose": self.choose, "recalculate": self.recalculate}
        actions |= {"open": self.open_workbook, "stop": self.close}
        made = {}
        for name, action in actions.items():
            made[name] = ttk.Button(row, text=self._said[f"window.{name}"], command=action)
            made[name].pack(side="right" if name == "stop" else "left", padx=(0, 6))
        return made

    def _wrap_sentence(self, event: Any) -> None:
        self.sentence.configure(wraplength=max(200, event.width - 8))

    # What the user does

    def choose(self) -> None:
        """Ask for a workbook, and watch it."""
        kinds = [(self._said["window.workbooks"], "*.xlsx *.xlsm")]
        if chosen := filedialog.askopenfilename(parent=self.root, filetypes=kinds):
            self.watch(Path(chosen))

    def watch(self, workbook: Path) -> None:
        """Watch this workbook instead of the one before."""
        if self.watching:
            self.watching.stop()
        tell = SimpleQueue.put
        self.watching = watching = Watching(
            workbook.resolve(), lambda news: tell(self.news, (watching, news)), self.language
        )
        self.file.configure(text=str(workbook.resolve()))
        self.watched.append(watching)
        watching.start()

    def recalculate(self) -> None:
        """Recalculate now."""
        if self.watching:
            self.watching.recalculate()

    def open_workbook(self) -> None:
        """Open the workbook in the program that the computer has for it."""
        if self.watching:
            typer.launch(str(self.watching.workbook))

    def close(self) -> None:
        """Close the window; if a workbook is being written, when that is done."""
        self._closing = True
        if self.watching:
            self.watching.stop()
        if self.watching and self.watching.busy:
            self.show(News("busy", self._said["window.closing"]))
        else:
            self.root.destroy()

    # What happens

    def _look(self) -> None:
        with suppress(Empty):
            while True:
                watching, news = self.news.get_nowait()
                self._take(watching, news)
                if self._closing and news == News("ended"):
                    self.root.destroy()
                    return
        self.root.after(LOOK, self._look)

    def _take(self, watching: Watching, news: News | Question) -> None:
        if isinstance(news, Question):
            allowed = messagebox.askyesno(
                "Meetlat", news.sentence, parent=self.root, icon="warning", default="no"
            )
            news.reply.put(allowed)
        elif watching is self.watching and not self._closing:
            self.show(news)

    def show(self, news: News) -> None:
        """Show a sentence, and problems if they are new."""
        if news.kind == "ended":
            self.watching = None
        usable = self.watching is not None and news.kind != "busy"
        for name in ("recalculate", "open"):
            self.buttons[name].state(["!disabled" if usable else "disabled"])
        if news.sentence:
            self.sentence.configure(text=news.sentence, foreground=COLOURS.get(news.kind, ""))
        if news.problems is not None:
            self._show_problems(news)

    def _show_problems(self, news: News) -> None:
        self.problems.configure(state="normal")
        self.problems.delete("1.0", "end")
        for problem in news.problems or ():
            word = problem.severity_in(self.language)
            sentence, remedy = problem.sentence(self.language), problem.remedy(self.language)
            place = f"{problem.place}: " if problem.place else ""
            self.problems.insert("end", f"{word}  ", "word", f"{place}{sentence}\n")
            self.problems.insert("end", f"{remedy}\n\n", "remedy")
        self.problems.configure(state="disabled")  # it can still be selected and copied

    def _report_fault(self, kind: object, fault: BaseException, trace: object) -> None:
        """Show a fault of the window, which has no console to print it in."""
        if not isinstance(fault, Exception):
            raise fault
        log = logbook.note(fault)
        facts = {"reason": logbook.reason(fault), "log": log}
        self.show(News("failed", self._said.text("window.stopped", **facts)))
