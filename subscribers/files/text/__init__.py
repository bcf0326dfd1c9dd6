"""How bytes become text, and text cells, and back."""
