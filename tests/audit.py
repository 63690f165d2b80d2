"""What Excel is expected to find wrong with a workbook, as openxml-audit knows it."""

from __future__ import annotations

from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator


def findings(workbook: Path) -> list[str]:
    """Everything that Excel may refuse or repair."""
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
    return [str(error) for error in validator.validate(workbook).errors]
