"""Customers and their vehicles: the table, the file, editing by hand, and the history of every field."""
