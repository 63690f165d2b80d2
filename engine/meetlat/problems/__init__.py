"""Problems, their messages, and suggestions of what the user meant."""
