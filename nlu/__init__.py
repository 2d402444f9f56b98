"""Our own parts of Rasa's pipeline: sentence encoder, topic classifier, danger detector, and reading from the command line."""
