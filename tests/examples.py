"""How many examples Hypothesis draws where each of them is a whole recalculation."""

from hypothesis import settings

# A fifth of what the profile asks for: 20 in every test run, 200 at night (tests/conftest.py).
few_examples = settings(max_examples=settings().max_examples // 5)
