"""Try the bundle for Windows with Wine: `python -m tests.wine BUNDLE`. No part of the test suite."""
