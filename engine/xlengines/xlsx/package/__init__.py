"""The zip file of a workbook and its parts: read, kept and saved without loss."""
