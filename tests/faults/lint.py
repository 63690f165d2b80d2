"""What is odd in the survey itself: the figures are right, and HR should look at it."""

from tests.faults import Fault

LINT: list[Fault] = []
