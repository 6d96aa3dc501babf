"""Who works here: accounts, signing in and out, and what opens an account when its password is forgotten."""
