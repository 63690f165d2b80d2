"""Write the results: into the workbook, as a page, as a PDF, as files."""
