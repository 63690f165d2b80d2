"""Add the button Recalculate to a workbook.

`Meetlat.bas` is the source of the macro, for review. `project` builds the VBA project with it,
without Excel. `place` puts the button on the first sheet.
"""
