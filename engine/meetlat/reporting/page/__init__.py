"""Write the results as one HTML page."""
