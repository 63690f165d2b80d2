"""The number of Hypothesis examples for tests in which each example is a recalculation."""

from hypothesis import settings

# The same 6 in every test run, 200 other ones in each nightly run (tests/conftest.py).
few_examples = settings(max_examples=6 if settings().derandomize else 200)
