"""Help HR type valid values: drop-down lists, limits, and an explanation of every column.

The lists come from the input tables, through defined names that end at the last filled cell. They
therefore grow in Excel and in LibreOffice, even before a new row is part of the table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from meetlat.languages import LANGUAGES
from meetlat_workbooks.multilingual import write
from meetlat_workbooks.results import Labels

# The number of rows below the header of a table that have lists.
ROWS = 1000

# The defined names of lists, with the table whose first column they contain.
LISTS = {
    "ThemeList": "Themes",
    "MetricList": "Metrics",
    "SegmentList": "Segments",
}

CHOICES = {
    ("Questions", "theme"): "ThemeList",
    ("Questions", "metric"): "MetricList",
    ("Questions", "scale"): "ScaleList",
    ("Segments", "parent"): "SegmentList",
}

# The hidden sheet of the lists.
LISTS_SHEET = "Lists"

# The defined name of the words for yes and no in the language of the survey.
YES_OR_NO = "YesOrNo"

# Lists that refuse any other value.
REFUSING = {("Questions", "reverse"): YES_OR_NO, ("Metrics", "on"): YES_OR_NO}

# The most scales and groups in a list.
SCALES, GROUPS = 60, 10_000

# The table of the groups that a report can show, which the engine fills.
CHOICES_OF_GROUPS = "GroupChoices"

ANY_DAY = {"validate": "date", "criteria": ">=", "value": 36526}  # of this century

# The limits of columns and settings; other values are refused.
LIMITS: Mapping[str, Mapping[str, Any]] = {
    "weight": {"validate": "decimal", "criteria": ">=", "value": 0},
    "n": {"validate": "decimal", "criteria": ">=", "value": 0},
    "language": {"validate": "list", "source": [*LANGUAGES]},
    "fieldwork_start": ANY_DAY,
    "fieldwork_end": ANY_DAY,
    "invited": {"validate": "integer", "criteria": ">=", "value": 1},
    "smallest_group": {"validate": "integer", "criteria": ">=", "value": 5},
    "withhold_unanimous": {"validate": "list", "source": f"={YES_OR_NO}"},
    "remarkable_difference": {"validate": "decimal", "criteria": ">=", "value": 0},
    "mark_differences": {
        "validate": "list",
        "source": ["both", "either", "significant", "remarkable"],
    },
    "correction": {"validate": "list", "source": ["holm", "bh"]},
}


class TypingAids:
    """Adds lists, limits and explanations to the input sheets of one workbook.

    `theme_rules` are the choices for the column `rule` of `Themes`.
    """

    def __init__(self, book: xlsxwriter.Workbook, labels: Labels, theme_rules: Sequence[str]):
        self._book = book
        self._labels = labels
        self._theme_rules = theme_rules
        # The cells in which the first column of each table can be typed.
        self._first_columns: dict[str, str] = {}

    def add(
        self, sheet: Worksheet, table: str, headers: Sequence[str], header_row: int, rows: int
    ) -> None:
        """Add the aids for every column of a table.

        Args:
            sheet: its sheet.
            table: its name.
            headers: its columns.
            header_row: the row of its header, from 0; the headings for people are above it.
            rows: the number of rows in which it may grow.
        """
        first, last = header_row + 1, header_row + rows
        self._first_columns[table] = f"{sheet.get_name()}!$A${first + 1}:$A${last + 1}"
        for column, header in enumerate(headers):
            name = header.split("::")[0]
            words = self._labels[f"columns_{table}"][name]
            explained = {"validate": "any", "input_title": header, "input_message": words}
            sheet.data_validation(header_row - 1, column, header_row, column, explained)
            if rule := self._rule(table, name):
                sheet.data_validation(first, column, last, column, rule)

    def add_to_settings(self, sheet: Worksheet, settings: Sequence[str], first: int) -> None:
        """Add the limits and explanations to the values of settings, from the row `first` down."""
        for row, setting in enumerate(settings, first):
            words = {"input_title": setting, "input_message": self._labels["settings"][setting]}
            rule: Mapping[str, Any] = {"validate": "any"}
            if setting in LIMITS:
                rule = self._refusing(LIMITS[setting])
            if setting == "group":
                # A blank means everyone. If blanks were ignored, Excel would accept any value.
                chosen = {"validate": "list", "source": "=GroupList", "ignore_blank": False}
                rule = {**chosen, **self._warning("no_group")}
            sheet.data_validation(row, 1, row, 1, {**rule, **words})

    def write_lists(self, scales: Sequence[str]) -> None:
        """Define the names of the lists, after the input sheets have been written.

        Args:
            scales: the scale of each row of `Scales`.
        """
        lists = self._book.add_worksheet(LISTS_SHEET)
        lists.hide()
        self._write_scales(lists, list(dict.fromkeys(scales)))
        table = {"name": CHOICES_OF_GROUPS, "columns": [{"header": "choice"}], "autofilter": False}
        lists.add_table(0, 1, 1, 1, {**table, "style": None})
        for row, word in enumerate(self._labels["yes_no"].values()):
            write(lists, row, 2, word)
        self._book.define_name(YES_OR_NO, "=Lists!$C$1:$C$2")
        for name, table in LISTS.items():
            self._name(name, self._first_columns[table])
        self._name("ScaleList", f"Lists!$A$1:$A${SCALES}")
        self._name("GroupList", f"Lists!$B$2:$B${GROUPS + 1}", blank=True)

    def _name(self, name: str, cells: str, *, blank: bool = False) -> None:
        """Define a name for the filled cells of a column, after a blank cell if `blank`."""
        texts = f"SUMPRODUCT(--(LEN({cells})>0))"
        filled = f"1+{texts}" if blank else f"MAX(1,{texts})"
        self._book.define_name(name, f"=OFFSET({cells.split(':')[0]},0,0,{filled},1)")

    def _write_scales(self, lists: Worksheet, scales: Sequence[str]) -> None:
        """Write every scale once: not every version of Excel can make such a list itself."""
        given = self._first_columns["Scales"]
        for row in range(SCALES):
            above = f"COUNTIF($A$1:$A${row},{given})" if row else "0"
            next_one = f'MATCH(1,({given}<>"")*({above}=0),0)'
            value: Any = scales[row] if row < len(scales) else ""
            formula = f'{{=IFERROR(INDEX({given},{next_one}),"")}}'
            lists.write_array_formula(row, 0, row, 0, formula, None, value)

    def _rule(self, table: str, column: str) -> dict[str, Any] | None:
        if limited := REFUSING.get((table, column)):
            return self._refusing({"validate": "list", "source": f"={limited}"})
        if (table, column) == ("Themes", "rule"):  # it may have parameters after its name
            source = list(self._theme_rules)
            return {"validate": "list", "source": source, **self._warning("rule")}
        if chosen := CHOICES.get((table, column)):
            return {"validate": "list", "source": f"={chosen}", **self._warning("new")}
        return self._refusing(LIMITS[column]) if column in LIMITS else None

    def _refusing(self, rule: Mapping[str, Any]) -> dict[str, Any]:
        return {**rule, **self._warning("refused"), "error_type": "stop"}

    def _warning(self, key: str) -> dict[str, str]:
        """The warning about a value that is not on the list but may be right."""
        words = self._labels["typing"]
        title, message = words[f"{key}_title"], words[key]
        return {"error_type": "warning", "error_title": title, "error_message": message}
