"""Try the bundle for Windows with Wine: `python -m tests.wine BUNDLE`. Not a part of the suite."""
