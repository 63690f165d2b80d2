"""The error that a page or a PDF could not be made."""


class NotPublishedError(Exception):
    """A report could not be written; the message says why, and what to do."""
