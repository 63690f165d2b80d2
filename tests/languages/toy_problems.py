"""Print the problems of every nth kind of planted fault, in the toy language, as JSON."""

from __future__ import annotations

import json
import sys

from tests.faults import edited, planted_alone
from tests.languages.toy import NAME, latin
from tests.test_faults import FAULTS


def main() -> None:
    """Print each problem with the Latin words in it that were not typed in the workbook."""
    found = {}
    one_of_each = {fault.code: fault for fault in reversed(FAULTS)}
    for fault in list(one_of_each.values())[:: int(sys.argv[1])]:
        files = b" ".join(fault.files.values()).decode(errors="replace")
        sheets = str(edited([fault])).replace("\\n", " ")
        typed = latin(f"{sheets} {fault} {[*fault.files]} {files}")
        for problem in planted_alone(fault):
            message = f"{problem.sentence(NAME)} {problem.remedy(NAME)}"
            found[f"{fault}: {problem.code}"] = sorted(latin(message) - typed)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
