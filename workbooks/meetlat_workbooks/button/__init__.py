"""The button Recalculate, as it is put into a workbook.

`Meetlat.bas` is the macro, as it is read and reviewed; `project` builds the VBA project that holds
it, without Excel; `place` puts the button on the first sheet and adds the sheet `meetlat.conf`.
"""
