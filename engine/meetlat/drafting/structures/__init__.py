"""Structure files of survey tools: the questions, answers and sections, without anybody's answers.

`files` recognises and reads them, with a module for each tool. `columns` makes columns of them, as
an export would have, or adds what the structure knows to the columns of an export.
"""
