"""Build the starter and example surveys: `python -m meetlat_workbooks`.

The shipped surveys are in `starter/`, `starter-en/` and `provincie-utrecht/`: a workbook, the same
workbook with a button, responses, and a folder for plugins. They are made from `content/`, with a
folder for each survey: `survey.toml`, tables as CSV, and the reading guide. `published/` has the
figures that the example must show.

    content, aims       the texts of a survey, and the figures that it must show
    solve               numbers of people that give those figures
    people, latent      the respondents, and their opinion on each theme
    draw, choices       the answer of each respondent, with realistic correlations
    answers, responses  all answers as columns, and as a file
    look, results       formats in theme colours; the result tables that the engine fills
    inputs, sheets      input sheets and result sheets
    references,
    report_tables       formulas that only refer to result tables, and those tables
    cards, theme_rows,
    bullets, charts     the parts of the first sheet
    report, about       the first sheet, and the reading guide
    button              the button Recalculate, its macro, and the Python that it starts
    finish              cell styles, which XlsxWriter cannot write
    workbook, build     a workbook; the folder of a survey, filled by the engine

All answers are synthetic. To add a survey, add a folder of content.
"""
