"""A stand-in for Excel where there is none: its workbooks are open before the program starts.

Python imports this by itself where the folder is on its path. What the program leaves in the
books is saved when it ends, so that a test can look at it.
"""

import atexit
import os

import xlwings as xw

from xlengines.xlsx import open_book, register

xw.engines["headless"].activate() if "headless" in xw.engines.engines_by_name else register()
for path in os.environ["OPEN_IN_STAND_IN"].split(os.pathsep):
    atexit.register(open_book(path).save)
