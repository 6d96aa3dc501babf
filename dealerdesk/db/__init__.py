"""The only room that imports SQLAlchemy: queries in, frozen rows out."""
