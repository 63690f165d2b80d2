"""Meetlat: a spreadsheet-driven engine for employee surveys."""
