"""What Excel may refuse or repair in a workbook, according to openxml-audit."""

from __future__ import annotations

from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator


def findings(workbook: Path) -> list[str]:
    """List every error that openxml-audit finds in a workbook."""
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
    return [str(error) for error in validator.validate(workbook).errors]
