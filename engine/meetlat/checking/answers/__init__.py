"""Rules that need the answers or the number of people."""
