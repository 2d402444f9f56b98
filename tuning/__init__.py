"""How the sentence encoder was tuned; its own Python project, for development only."""
