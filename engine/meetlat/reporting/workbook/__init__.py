"""Write the results into the tables of the workbook, and touch nothing else."""
