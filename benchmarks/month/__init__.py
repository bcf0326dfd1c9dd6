"""A month in the life of a newsroom, with everything around it that goes wrong."""
