"""What holds for every test."""

import os

# No test leaves a warm process behind; those that are about warm processes say so.
os.environ.setdefault("MEETLAT_WARM", "0")

# Tests put plugins into folders of their own; what is about trust says so.
os.environ.setdefault("MEETLAT_PLUGINS", "allow")
