"""What there is to lose in the demanding workbook, each with the evidence of it in a package.

The order is that of the page that compares the writers.
"""

from __future__ import annotations

import features_drawn  # noqa: F401 - enters its features, first on the page
import features_kept  # noqa: F401
from evidence import FEATURES

__all__ = ["FEATURES"]
