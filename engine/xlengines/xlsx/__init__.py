"""An xlwings engine for .xlsx and .xlsm files without Excel: it splices and loses nothing."""

from xlengines.shared.errors import Refused
from xlengines.xlsx.engine.engine import open_book, register
from xlengines.xlsx.package.remembered import remembering

__all__ = ["Refused", "open_book", "register", "remembering"]
