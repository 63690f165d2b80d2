"""The limits of Excel, as Microsoft lists them under "Excel specifications and limits"."""

# Of a sheet, a table's header row included.
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384

# Characters in a cell, in the name of a sheet, and in the name of a table or of a range of cells.
LONGEST_TEXT = 32_767
LONGEST_SHEET_NAME = 31
LONGEST_NAME = 255

# Characters in the heading of a table's column, and in the screen tip of a link.
LONGEST_HEADING = 255
LONGEST_TIP = 255

# Points of a row, rounded down to a whole one.
HIGHEST_ROW = 409.0
