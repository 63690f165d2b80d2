"""`python -m meetlat.button`: what the macro starts."""

from meetlat.button import press
from meetlat.startup import end_fast

if __name__ == "__main__":
    end_fast(press())
