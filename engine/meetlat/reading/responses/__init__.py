"""Find the responses, read them, and turn answers into codes of their scales."""
