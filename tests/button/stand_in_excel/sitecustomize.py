"""A stand-in for Excel, with workbooks that are open before the program starts.

Python imports this module automatically if the folder is on its path. The workbooks are saved when
the program ends, so that a test can read them.
"""

import atexit
import os

import xlwings as xw

from xlengines.xlsx import open_book, register

xw.engines["headless"].activate() if "headless" in xw.engines.engines_by_name else register()
for path in os.environ["OPEN_IN_STAND_IN"].split(os.pathsep):
    atexit.register(open_book(path).save)
