"""Import the plugins of a folder from the bytes that were checked.

Python's own import would use compiled files from `__pycache__`, which a user does not review, read
a file again after it was checked, and leave compiled files next to the workbook. The modules of a
folder form a package, so they can import their helpers (`from ._norms import mean`) and cannot
replace any other module.
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

# The start of the name of each package of plugins.
PREFIX = "meetlat_plugin_"

# Returns the bytes of a file by its path below the folder; None if there is no such file.
Read = Callable[[str], bytes | None]


def from_disk(folder: Path) -> Read:
    """Read each file when it is imported, for folders whose content need not be checked first."""

    def read(name: str) -> bytes | None:
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return (folder / name).read_bytes()
        return None

    return read


class PluginModules(Loader, MetaPathFinder):
    """An importer for the modules of a folder of plugins."""

    def __init__(self, folder: Path, read: Read) -> None:
        self.folder: Path = folder
        self._read = read
        place = str(folder).encode("utf-8", "surrogatepass")
        self.package: str = f"{PREFIX}{sha256(place).hexdigest()[:16]}"
        self._replace_previous()

    def load(self, name: str) -> ModuleType:
        """Import a file of the folder (`favourable.py`)."""
        full = f"{self.package}.{name.removesuffix('.py')}"
        __import__(full)  # importlib.import_module would add a frame to the stack of an error
        return sys.modules[full]

    def functions(self, name: str) -> set[str]:
        """The names of the functions that a file defines, found without running it."""
        return functions_in(self._read(name) or b"")

    def _replace_previous(self) -> None:
        """Replace an earlier importer of this folder, and unload the modules that it imported."""
        for name in [n for n in [*sys.modules] if n.partition(".")[0] == self.package]:
            del sys.modules[name]
        others = [f for f in sys.meta_path if getattr(f, "package", None) != self.package]
        sys.meta_path[:] = [self, *others]

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        """Find a module of the package; None for any other module."""
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
                # An empty list keeps Python from searching for submodules elsewhere.
                spec.submodule_search_locations = [] if file.endswith("/__init__.py") else None
                spec.loader_state = file
                return spec
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Let Python create the module as usual."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the file of a module; the package itself has none."""
        spec = module.__spec__
        if spec is None or spec.loader_state is None:
            return
        source = self._read(spec.loader_state)
        code = compile(source or b"", spec.origin or "", "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102 - runs plugins that the user allowed
