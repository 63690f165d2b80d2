"""`python -m meetlat.button`: what the macro starts."""

import sys

from meetlat.button import press

if __name__ == "__main__":
    sys.exit(press())
