"""An xlwings engine for .xlsx and .xlsm files without Excel: it splices and loses nothing."""

from .engine import open_book, register
from .errors import Refused

__all__ = ["Refused", "open_book", "register"]
