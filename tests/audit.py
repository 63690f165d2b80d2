"""What Excel may refuse or repair in a workbook, according to openxml-audit."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator


def findings(workbook: Path) -> list[str]:
    """List every error that openxml-audit finds in a workbook."""
    return [str(error) for error in _validator().validate(workbook).errors]


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
