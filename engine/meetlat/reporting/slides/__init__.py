"""Render a story as slides with python-pptx: native charts and tables on one grid."""
