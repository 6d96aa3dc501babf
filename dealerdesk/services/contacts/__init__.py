"""Contacts of every channel: one history of all that was said, and what leaves the desk of it."""
