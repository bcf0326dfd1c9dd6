"""Puts together what stands in public: the archive, its feeds, and the server for readers."""
