"""One part of a workbook at a time, as bytes: cells, strings, styles, tables."""
