"""The starter and example surveys, and what builds them: `python -m meetlat_workbooks`.

What is shipped stands in `starter/`, `starter-en/` and `provincie-utrecht/`: a workbook, its twin
with a button, responses, and a folder for plugins. It is made from `content/`, a folder a survey:
`survey.toml`, tables as CSV, and the reading guide. `published/` holds the figures that the example
must print.

    content, aims       what a survey says, and the figures it must print
    solve               whole numbers of people that print so
    people, latent      who they are, and what they think before they are asked
    draw, choices       who gave which answer, so that themes hang together
    answers, responses  all of it as columns, and as a file
    look, results       formats in theme colours; the result tables, prepared for the engine
    inputs, sheets      input sheets and result sheets
    formulas, charts    what the first sheet is made of
    report, about       the first sheet, and the reading guide
    button              the button Recalculate, its macro, and which Python it starts
    finish              cell styles, which XlsxWriter has no word for
    workbook, build     a workbook; a survey's folder, filled by the engine

All answers are synthetic. Another survey is another folder of content.
"""
