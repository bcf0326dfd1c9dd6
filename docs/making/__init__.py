"""Writes the references in docs/ and the man page from the program itself: `make docs`."""
