"""A deck as its author writes it: read, checked, and turned into values."""
