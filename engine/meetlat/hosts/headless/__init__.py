"""An xlwings engine for .xlsx and .xlsm files without Excel: it splices and loses nothing."""
