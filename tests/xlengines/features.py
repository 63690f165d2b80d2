"""The features of the demanding workbook, with their evidence in a package.

The order is that of KEEPS.md.
"""

from __future__ import annotations

import features_drawn  # noqa: F401 - registers its features, first on the page
import features_kept  # noqa: F401
from evidence import FEATURES

__all__ = ["FEATURES"]
