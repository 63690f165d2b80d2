"""Why a page or a PDF could not be made."""


class NotPublishedError(Exception):
    """What it needs is not there, or failed; the message says what to do."""
