"""The workbook as a whole: sheets and tables, and what follows them when they grow."""
