"""Every problem that Meetlat knows by its code, and whether it is an error or a remark.

The words stand in the files of `meetlat.languages`, under `problems`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Severity = Literal["error", "remark"]
Family = Mapping[str, Severity]

# The tables themselves: missing, twice, empty, merged, hidden.
STRUCTURE: Family = {
    "table-missing": "error",
    "table-misnamed": "remark",
    "table-copied": "remark",
    "table-twice": "error",
    "table-empty": "error",
    "column-missing": "error",
    "column-twice": "error",
    "setting-twice": "error",
    "merged-cells": "error",
    "rows-below": "remark",
    "rows-hidden": "remark",
}

# One cell by itself: its type, a blank, a rule of its column.
CELLS: Family = {
    "cell-error": "error",
    "formula-uncomputed": "error",
    "formula-circular": "error",
    "not-a-number": "error",
    "number-as-text": "error",
    "decimal-comma": "error",
    "thousands": "error",
    "percentage-as-text": "error",
    "number-as-date": "error",
    "not-a-whole-number": "error",
    "not-yes-or-no": "error",
    "not-a-date": "error",
    "date-as-text": "error",
    "date-as-number": "error",
    "no-such-day": "error",
    "blank": "error",
    "duplicate": "error",
    "not-one-of": "error",
    "too-low": "error",
    "odd-threshold": "remark",
    "not-a-colour": "error",
    "rule": "error",
}

# Cells that refer to others: names, parents, comparisons, parameters.
REFERENCES: Family = {
    "unknown-setting": "remark",
    "setting-missing": "error",
    "fieldwork-order": "remark",
    "name-otherwise": "error",
    "name-respelt": "remark",
    "name-ambiguous": "error",
    "names-alike": "error",
    "unknown-theme": "error",
    "unknown-scale": "error",
    "unknown-metric": "error",
    "metric-gone": "remark",
    "unknown-question": "error",
    "question-unscored": "error",
    "unknown-parent": "error",
    "parent-cycle": "error",
    "unknown-segment": "error",
    "unknown-subject": "error",
    "unknown-answer": "error",
    "answer-blank": "remark",
    "answer-idle": "remark",
    "ambiguous-subject": "error",
    "comparison-twice": "error",
    "merge-chain": "error",
    "comparison-of-whole": "remark",
    "comparison-of-no-group": "remark",
    "answers-alike": "error",
    "unlisted-scored": "error",
    "labels-alike": "remark",
    "heading-taken": "error",
    "heading-breaks": "error",
    "heading-long": "error",
    "two-stars": "error",
    "column-shared": "remark",
    "text-twice": "remark",
    "question-belongs-nowhere": "remark",
    "themes-unnamed": "error",
    "theme-unused": "remark",
    "theme-weightless": "remark",
    "unknown-group": "error",
    "scale-unscored": "error",
    "scale-one-score": "remark",
    "scores-unordered": "remark",
    "score-apart": "remark",
    "share-as-percentage": "error",
    "no-share": "error",
    "unknown-parameter": "error",
    "parameter-twice": "error",
    "bad-parameter": "error",
}

# The responses: their file, columns, answers and groups.
RESPONSES: Family = {
    "responses-missing": "error",
    "responses-outside": "error",
    "responses-spread": "error",
    "responses-folder": "error",
    "responses-unreadable": "error",
    "responses-disguised": "error",
    "responses-password": "error",
    "responses-locked": "error",
    "responses-big": "error",
    "responses-changed": "error",
    "responses-no-room": "error",
    "responses-stopped": "error",
    "responses-whole": "remark",
    "responses-kind": "error",
    "responses-quotes": "error",
    "responses-ragged": "error",
    "responses-empty": "error",
    "no-such-column": "error",
    "other-responses": "error",
    "headings-lower": "error",
    "headings-in-one-cell": "error",
    "second-headings": "error",
    "columns-unused": "remark",
    "column-empty": "remark",
    "columns-empty": "remark",
    "not-on-scale": "remark",
    "outside-scale": "remark",
    "between-answers": "remark",
    "more-not-on-scale": "remark",
    "too-often-not-on-scale": "error",
    "answers-of-other-scale": "error",
    "answers-unlisted": "error",
    "answers-caught": "remark",
    "scale-not-used": "error",
    "commas-between": "remark",
    "spelt-otherwise": "remark",
    "labels-disagree": "error",
    "answer-ambiguous": "error",
    "segment-empty": "remark",
    "segment-of-one": "error",
    "groups-alike": "remark",
    "group-misspelt": "remark",
    "two-parents": "remark",
    "no-parent": "remark",
    "group-unanswered": "remark",
    "groups-unlisted": "remark",
    "group-over-invited": "remark",
    "merge-alone": "remark",
    "population-total": "remark",
    "population-sum": "remark",
    "population-sums": "remark",
    "more-than-invited": "remark",
    "withheld": "remark",
    "group-withheld": "remark",
    "groups-not-shown": "remark",
    "comparison-of-withheld": "remark",
    "question-withheld": "remark",
}

# The responses of earlier waves.
WAVES: Family = {
    "wave-twice": "error",
    "wave-same": "remark",
    "wave-row-more": "remark",
    "wave-unknown": "remark",
    "wave-column-missing": "error",
    "wave-other-responses": "error",
    "wave-column-empty": "remark",
    "wave-theme-incomplete": "remark",
    "wave-merged": "remark",
    "wave-without-group": "remark",
    "wave-withheld": "remark",
    "run-few-apart": "remark",
    "wave-few-apart": "remark",
    "wave-typed-otherwise": "remark",
    "wave-metric-failed": "remark",
}

# Non-response weights.
WEIGHTS: Family = {
    "weights-unlisted": "error",
    "weights-of-nothing": "error",
    "weights-unsettled": "remark",
    "weights-without-group": "remark",
    "weights-trimmed": "remark",
    "weights-blank": "error",
    "weights-not-positive": "error",
    "weights-group-silent": "remark",
    "weights-totals": "remark",
    "group-unweighted": "remark",
    "metrics-unweighted": "remark",
}

# Whether plugins may run.
TRUST: Family = {
    "plugins-not-allowed": "remark",
    "plugins-link": "remark",
    "plugins-too-large": "remark",
    "plugins-unreadable": "remark",
}

# Plugins that fail.
PLUGINS: Family = {
    "plugin-broken": "remark",
    "hook-unknown": "remark",
    "hook-unmarked": "remark",
    "metric-unregistered": "remark",
    "parameter-former-default": "remark",
    "metric-twice": "remark",
    "source-failed": "error",
    "source-needs": "error",
    "own-error": "error",
    "own-remark": "remark",
    "rules-failed": "remark",
    "tables-failed": "remark",
    "metric-failed": "remark",
    "plugin-overdue": "remark",
    "plugin-printed": "remark",
    "theme-rule-twice": "remark",
    "theme-rule-failed": "remark",
    "unknown-theme-rule": "error",
    "unknown-rule-parameter": "error",
    "bad-rule-parameter": "error",
}

# The report: logo, and room for tables.
REPORT: Family = {
    "logo-missing": "remark",
    "logo-outside": "remark",
    "logo-kind": "remark",
    "logo-damaged": "remark",
    "logo-unreadable": "remark",
    "logo-large": "remark",
    "logo-page-only": "remark",
    "in-the-way": "error",
    "table-in-the-way": "error",
    "merged-in-the-way": "error",
    "cannot-move-down": "error",
    "no-room": "error",
    "name-taken": "error",
    "metrics-not-listed": "remark",
    "no-headings": "error",
    "column-emptied": "remark",
    "metric-off": "remark",
    "table-emptied": "remark",
    "table-not-made": "remark",
    "column-not-filled": "remark",
}

# The button, with the workbook open.
BUTTON: Family = {
    "protected": "error",
    "stopped": "error",
}

FAMILIES = (
    *(STRUCTURE, CELLS, REFERENCES, RESPONSES, WAVES, WEIGHTS),
    *(TRUST, PLUGINS, REPORT, BUTTON),
)

# By code, in the order in which a recalculation may find them.
SEVERITIES: Family = {code: severity for family in FAMILIES for code, severity in family.items()}
