"""What can be worked out from figures that are shown, and which more to withhold so that it cannot.

Everything here is about sets of people, not about Polars or workbooks: `cells` says who is in
which group and `rule` what is not to be known of them; `residuals` and `overlap` find what is left
between groups that are shown, `support` what can be told of answers that nobody gave, and
`suppression` withholds until nothing of that is left. `docs/privacy.md` has the rules.
"""

from meetlat.protection.cells import Bools, Cells, Floats, Ints, joined
from meetlat.protection.rule import Rule
from meetlat.protection.suppression import protect

__all__ = ["Bools", "Cells", "Floats", "Ints", "Rule", "joined", "protect"]
