"""One function is one use case and one transaction; it returns what changed."""
