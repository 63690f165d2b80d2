"""What both engines stand on: addresses, areas, formulas as text, errors."""
