"""Rules of the catalogue, a module for each table or idea."""
