"""What can be worked out from figures that are shown, and which more to withhold so that it cannot.

Everything here is about sets of people, not about Polars or workbooks: `cells` says who is in
which group, `residuals` and `overlap` find what is left between groups that are shown, and
`suppression` withholds until nothing of too few people is left. `docs/privacy.md` has the rules.
"""

from meetlat.protection.cells import Bools, Cells, Ints
from meetlat.protection.residuals import tells
from meetlat.protection.suppression import protect

__all__ = ["Bools", "Cells", "Ints", "protect", "tells"]
