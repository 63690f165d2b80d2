"""The board's copy as a workbook: the slides as sheets of values, in a new file."""
