"""Rebuild every shipped survey: `python -m meetlat_workbooks`."""

from meetlat_workbooks.build import main

main()
