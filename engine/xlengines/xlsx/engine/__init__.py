"""The objects that xlwings asks for, on top of the document."""
