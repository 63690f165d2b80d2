"""Write results into the tables of the workbook, and change nothing else."""
