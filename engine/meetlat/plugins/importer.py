"""Import the plugins of a folder from bytes that were read, and never from anything else.

Python's own import would also take compiled files from `__pycache__`, which nobody looks at, read
a source anew after it was checked, and leave compiled files beside the workbook. The modules of a
folder form a package, so that they can import their helpers (`from ._norms import mean`), and
neither they nor their helpers can stand in the place of another module.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from meetlat.plugins.folder import functions_in

PREFIX = "meetlat_plugin_"
"""The name of a package of plugins begins so; a warm process loads such modules anew."""

Read = Callable[[str], bytes | None]
"""Gives the bytes of a file by its path below the folder, or None where there is none."""


def from_disk(folder: Path) -> Read:
    """Read each file when it is imported: for folders whose user decides what is in them."""

    def read(name: str) -> bytes | None:
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return (folder / name).read_bytes()
        return None

    return read


class PluginModules(Loader, MetaPathFinder):
    """The modules that can be made from a folder of plugins."""

    def __init__(self, folder: Path, read: Read) -> None:
        self.folder = folder
        self._read = read
        place = str(folder).encode("utf-8", "surrogatepass")
        self.package = f"{PREFIX}{sha256(place).hexdigest()[:16]}"
        self._take_over()

    def load(self, name: str) -> ModuleType:
        """Import a file of the folder (`favourable.py`)."""
        full = f"{self.package}.{name.removesuffix('.py')}"
        __import__(full)  # leaves no frame of a file: only the author's are blamed
        return sys.modules[full]

    def functions(self, name: str) -> set[str]:
        """The functions that a file of the folder defines, found without running it."""
        return functions_in(self._read(name) or b"")

    def _take_over(self) -> None:
        """Forget what was imported from this folder before."""
        for name in [n for n in sys.modules if n.partition(".")[0] == self.package]:
            del sys.modules[name]
        others = [f for f in sys.meta_path if getattr(f, "package", None) != self.package]
        sys.meta_path[:] = [self, *others]

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """What Python asks of a finder; None where the module is not of this folder."""
        package, _, rest = fullname.partition(".")
        if package != self.package:
            return None
        if not rest:
            return ModuleSpec(fullname, self, is_package=True)
        inside = rest.replace(".", "/")
        for file in (f"{inside}/__init__.py", f"{inside}.py"):
            if self._read(file) is not None:
                spec = ModuleSpec(fullname, self, origin=str(self.folder / file))
                spec.has_location = True
                # Without places to search, nothing of the package is looked for elsewhere.
                spec.submodule_search_locations = [] if file.endswith("/__init__.py") else None
                spec.loader_state = file
                return spec
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Python makes the module as it always does."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the file in its module; the package itself has no file."""
        spec = module.__spec__
        if spec is None or spec.loader_state is None:
            return
        source = self._read(spec.loader_state)
        code = compile(source or b"", spec.origin or "", "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102 - to run what was allowed is what this is for
