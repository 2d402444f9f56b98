"""One command: checks what is needed, trains when something changed, and starts the three processes."""
