"""The number of Hypothesis examples for tests in which each example is a recalculation."""

from hypothesis import settings

# A fifth of the profile: 20 in every test run, 200 in the nightly run (tests/conftest.py).
few_examples = settings(max_examples=settings().max_examples // 5)
