"""Make the bundle for Windows: Meetlat with its own Python, in one zip file.

It is made on Linux or macOS, and not shipped in the wheel. `python -m meetlat_bundle` makes the zip
file; `docs/it/bundle.md` says what is in it.
"""
