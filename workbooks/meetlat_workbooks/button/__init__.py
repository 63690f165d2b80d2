"""The button Recalculate: its macro, the VBA project that holds it, and the sheet it reads.

    Meetlat.bas   the macro, as it is read and reviewed
    project       the VBA project, built without Excel
    place         the button on the first sheet, and the sheet `meetlat.conf`
"""
