"""The pages of the window, each in a room of its own; no page knows another."""
