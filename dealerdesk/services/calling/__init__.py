"""The call desk: a whole call kept at once with all that follows from it, and what is known of whom one calls."""
