"""Write the report: into the workbook, as a page, as a PDF, as files of tables."""
