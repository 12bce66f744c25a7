"""One file a format of document; the file name is the name of the format."""
