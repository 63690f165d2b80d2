"""Mutation testing: change one operator, number or condition, and see whether a test fails.

The mutants are those of cosmic-ray: for each place one or two, instead of ten. Starting Python and
its libraries takes longer than most tests, so the libraries are imported once, and each mutant runs
its tests in a fork of that process. No file changes. `just mutants` starts it.
"""

import argparse
import ast
import contextlib
import difflib
import importlib
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# Read at import. A fork of a process with running threads may hang.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["POLARS_MAX_THREADS"] = "1"

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from tests.mutant_subjects import OPERATORS, SUBJECTS

ENGINE = Path("engine")
# What tests use. Nothing of ours: a fork imports that, with its mutant.
LIBRARIES = [
    "hypothesis",
    "numpy",
    "openpyxl",
    "pandera.polars",
    "pytest",
    "python_calamine",
    "xlwings",
]
LATE = -1


@dataclass(frozen=True)
class Mutant:
    """One change of a module."""

    path: Path
    operator: str
    occurrence: int
    line: int

    @cached_property
    def source(self) -> str:
        """The changed module; empty if it is not Python, or the same program."""
        before = self.path.read_text("utf-8")
        changed = mutate_code(before, _operator(self.operator), self.occurrence) or ""
        with contextlib.suppress(SyntaxError):
            if ast.dump(ast.parse(changed)) != ast.dump(ast.parse(before)):
                return changed
        return ""

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        parts = self.path.relative_to(ENGINE).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def __str__(self) -> str:
        """Where it is, and the lines before and after."""
        before, after = self.path.read_text("utf-8").splitlines(), self.source.splitlines()
        lines = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
        change = [line for line in lines if not line.startswith("@@")]
        return "\n".join([f"{self.path}:{self.line} {self.operator}", *change])


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module, outside annotations."""
    source = path.read_text("utf-8")
    nodes, annotations = list(ast_nodes(get_ast(source))), _annotations(source)
    for name in OPERATORS:
        operator = _operator(name)
        places = (place for node in nodes for place in operator.mutation_positions(node))
        for occurrence, (start, _) in enumerate(places):
            if not any(first <= start < last for first, last in annotations):
                yield Mutant(path, name, occurrence, start[0])


def _operator(name: str):
    return cosmic_ray.plugins.get_operator(f"core/{name}")()


def _annotations(source: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where annotations begin and end: no test can see a change in them."""
    nodes = ast.walk(ast.parse(source))
    found = (getattr(node, name, None) for node in nodes for name in ("annotation", "returns"))
    return [
        ((note.lineno, note.col_offset), (note.end_lineno or 0, note.end_col_offset or 0))
        for note in found
        if isinstance(note, ast.expr)
    ]


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Imports the mutant instead of its module."""

    def __init__(self, mutant: Mutant):
        self.mutant, self.file = mutant, str(mutant.path.resolve())

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.mutant.module:
            return None
        inside = [str(Path(self.file).parent)] if self.file.endswith("__init__.py") else None
        return importlib.util.spec_from_file_location(
            fullname, self.file, loader=self, submodule_search_locations=inside
        )

    def get_filename(self, fullname: str) -> str:
        return self.file

    def get_data(self, path) -> bytes:
        return self.mutant.source.encode()


def run_in_fork(tests: list[str], mutant: Mutant | None, limit: float) -> int:
    """Run tests until one fails; return the exit code of pytest, or LATE."""
    child = os.fork()
    if not child:
        code = 99
        with contextlib.suppress(BaseException):
            os.setsid()
            code = _run(tests, mutant)
        os._exit(code)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return LATE


def _run(tests: list[str], mutant: Mutant | None) -> int:
    """Run tests in this process, in silence."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    import pytest

    if mutant:
        sys.meta_path.insert(0, _Instead(mutant))
    return int(pytest.main(["-x", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]))


def try_subject(subject: str, sample: int, seconds: float, seed: int) -> None:
    """Print every survivor, and a last line with the figures."""
    patterns, tests = SUBJECTS[subject]
    paths = sorted({path for pattern in patterns for path in ENGINE.glob(pattern)})
    mutants = [mutant for path in paths for mutant in mutants_of(path)]
    chosen = random.Random(seed).sample(mutants, min(sample, len(mutants)))  # noqa: S311
    started = time.monotonic()
    if code := run_in_fork(tests, None, 600):
        sys.exit(f"{subject}: the tests fail without a mutant (exit code {code}).")
    limit = 30 + 5 * (time.monotonic() - started)
    codes = []
    for mutant in chosen:
        if time.monotonic() - started > seconds:
            break
        if mutant.source:
            codes.append(run_in_fork(tests, mutant, limit))
            if codes[-1] == 0:
                print(mutant, end="\n\n", flush=True)
    survived, late = codes.count(0), codes.count(LATE)
    print(
        f"{subject}: {len(codes)} of {len(mutants)} mutants tried, {len(codes) - survived} killed "
        f"({late} of them by the time limit), {survived} survived",
        flush=True,
    )


def main() -> None:
    """Try the mutants of the subjects that are named, or of all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("subjects", nargs="*", help=", ".join(SUBJECTS))
    options.add_argument("--sample", type=int, default=100_000, help="at most so many of a subject")
    options.add_argument("--minutes", type=float, default=1e6, help="at most so long for a subject")
    options.add_argument("--seed", type=int, default=0, help="which ones the sample has")
    given = options.parse_args()
    for library in LIBRARIES:
        importlib.import_module(library)
    for subject in given.subjects or SUBJECTS:
        try_subject(subject, given.sample, 60 * given.minutes, given.seed)


if __name__ == "__main__":
    main()
