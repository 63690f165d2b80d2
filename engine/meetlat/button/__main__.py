"""What the macro starts: `python -m meetlat.button`."""

import sys

from meetlat.button import press

if __name__ == "__main__":
    sys.exit(press())
