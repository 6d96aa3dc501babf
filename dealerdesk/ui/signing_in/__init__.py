"""Signing in, locking and changing places: what the window asks for before it shows anything."""
