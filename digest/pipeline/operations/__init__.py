"""Lets a newsroom run by itself: on schedule, watched, examined and pruned."""
