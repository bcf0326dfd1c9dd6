"""What each record of a file says of a reader, once its columns are known."""
