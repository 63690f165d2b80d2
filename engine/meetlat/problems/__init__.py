"""Problems, the messages that tell them, and suggestions of what was meant."""
