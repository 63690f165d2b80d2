"""Write the report as one HTML page."""
