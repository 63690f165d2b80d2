"""Disclosure control: suppress figures from which the answers of a few people could be computed.

Suppressed figures are removed from the counts and from the answers of respondents, so no metric
sees them, including the user's own metrics. `docs/disclosure.md` explains the rules. They depend on
how many people there are, never on their weights.

The modules below work on sets of people, not on Polars frames or workbooks. `people` holds who is
in which group, and `rule` says which sets of people may not be disclosed. `residuals` and `overlap`
find what can be computed from the groups that are shown, and `support` finds answers that follow
from zero counts. `suppression` withholds groups until nothing can be computed any more.
"""
