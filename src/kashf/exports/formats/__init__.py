"""One file a format; the file name is the name of the format."""
