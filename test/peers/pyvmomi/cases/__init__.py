"""One idea per module."""
