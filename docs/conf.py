"""The settings of the documentation site: `just docs` builds it in `dist/docs`."""

import importlib.metadata

project = "Meetlat"
author = "the Meetlat founders"
version = release = importlib.metadata.version("meetlat")
language = "en"

extensions = ["myst_parser"]
root_doc = "index"
exclude_patterns = ["examples"]
html_theme = "furo"
html_title = f"Meetlat {release}"
html_show_sourcelink = False

# Pages link to headings of other pages, as on GitHub.
myst_heading_anchors = 4
