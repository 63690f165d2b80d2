"""What Excel may refuse or repair in a workbook, according to openxml-audit."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator, context
from openxml_audit.parts import OpenXmlPart
from openxml_audit.schema.validator import SchemaValidator

# Parts in which the schema has no errors. Most workbooks of the tests share most parts.
_SOUND: set[bytes] = set()


def findings(workbook: Path) -> list[str]:
    """List every error that openxml-audit finds in a workbook."""
    with _without_positions():
        if _validator().validate(workbook).errors == []:
            return []
    return [str(error) for error in _validator().validate(workbook).errors]


class _SchemaValidator(SchemaValidator):
    """Skips parts that had no errors before; the schema looks at one part only."""

    def validate_part(self, part: OpenXmlPart, context: context.ValidationContext) -> list:
        """The errors so far, and those of this part."""
        before = len(context.errors)
        digest = sha256(part.raw_content or b"").digest()
        if digest not in _SOUND:
            super().validate_part(part, context)
            if len(context.errors) == before:
                _SOUND.add(digest)
        return context.errors


@contextmanager
def _without_positions() -> Generator[None]:
    """Do not number elements, which takes quadratic time; only places of errors need it."""
    numbered = context._sibling_position
    context._sibling_position = lambda element: 1
    try:
        yield
    finally:
        context._sibling_position = numbered


@cache
def _validator() -> OpenXmlValidator:
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
    validator._schema_validator = _SchemaValidator()
    return validator
