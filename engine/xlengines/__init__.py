"""What can hold a workbook besides Excel, as xlwings engines."""
