"""What slides, the page and the board's workbook share: colours, places and sizes of text."""
