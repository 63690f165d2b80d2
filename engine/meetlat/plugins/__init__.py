"""Find, load and run plugins, and define what they can declare."""
