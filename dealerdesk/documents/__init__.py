"""PDF pages: input dataclasses in, bytes out."""
