"""Takes stories in, and tags them."""
