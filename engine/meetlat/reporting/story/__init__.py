"""What a report on slides shows and says, made from the result tables and without any layout."""
