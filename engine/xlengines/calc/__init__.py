"""An xlwings engine for documents that are open in LibreOffice Calc, over UNO.

What is read and written is the document on the screen, unsaved edits included; nothing is saved
unless `book.save()` is called, and then LibreOffice does it.

Excel's tables are LibreOffice's database ranges, which keep their names when an .xlsx is opened.
Where LibreOffice knows less than Excel (a style of a table, a formula for a column) it is said at
the method concerned.
"""

from xlengines.xlsx import Refused

from .engine import connect, open_documents, register

__all__ = ["Refused", "connect", "open_documents", "register"]
