"""The measurements of the desk against floors that run in the same process."""
