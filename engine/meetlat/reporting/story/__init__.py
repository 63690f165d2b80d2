"""The content of slides, made from the result tables and without any layout."""
