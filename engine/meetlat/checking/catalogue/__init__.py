"""Rules of the catalogue, one module for each table or idea."""
