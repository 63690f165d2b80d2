"""Disclosure control: suppress figures from which the answers of a few people could be computed.

Suppressed figures are removed from the counts and from the answers of respondents, so no metric
sees them, including the user's own metrics. `docs/disclosure.md` explains the rules. They depend on
how many people there are, never on their weights.

The module `withholding` turns Polars frames into sets of people, and the other modules work on
those:

- `people`: who is in which group.
- `rule`: which sets of people may not be disclosed.
- `remainders`: what subtraction leaves of a group, in segments that are nested.
- `overlapping_families`, `two_families`, `many_families`: what can be computed from segments that
  overlap.
- `possible_answers`: which answers follow from counts of zero.
- `suppression`: withhold groups until nothing can be computed any more.
"""
