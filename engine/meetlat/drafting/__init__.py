"""Draft a survey from the export of a survey tool, for HR to confirm.

The steps: read the columns (`export`), say of each what it is (`kinds`, with `known_scales`,
`numbered_scales`, `choices` and `stems`), propose themes (`themes`), look for questions that run
against theirs (`reversal`), make the rows of the catalogue (`draft`) and write them (`workbook`).
What is not certain has a reason, which HR can read beside it.
"""
