"""One file a format of transcript; the file name is the name of the format."""
