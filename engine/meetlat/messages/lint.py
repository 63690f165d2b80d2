"""Of the survey itself: what is allowed, and probably not meant."""

from collections.abc import Mapping

from meetlat.messages.message import Message

LINT: Mapping[str, Message] = {}
