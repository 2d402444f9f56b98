"""Our own desk: where representatives work, in the browser."""
