"""Read the workbook and the responses: typed tables, and answers as codes."""
