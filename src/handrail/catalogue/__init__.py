"""The nine programme types and what is known about each."""
