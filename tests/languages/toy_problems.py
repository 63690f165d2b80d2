"""What Meetlat says of planted faults in the toy language, as JSON on the terminal."""

from __future__ import annotations

import json

from tests.faults import edited, planted_alone
from tests.languages.toy import NAME, latin
from tests.test_faults import FAULTS


def main() -> None:
    """Of each code one problem, and its Latin words that do not come from the workbook."""
    found = {}
    one_of_each = {fault.code: fault for fault in reversed(FAULTS)}
    for fault in one_of_each.values():
        files = b" ".join(fault.files.values()).decode(errors="replace")
        sheets = str(edited([fault])).replace("\\n", " ")
        typed = latin(f"{sheets} {fault} {[*fault.files]} {files}")
        for problem in planted_alone(fault):
            told = f"{problem.sentence(NAME)} {problem.remedy(NAME)}"
            found[f"{fault}: {problem.code}"] = sorted(latin(told) - typed)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
