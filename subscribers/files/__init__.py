"""Reads files of readers in whatever form they come, and writes them so that nothing is lost on the way."""
