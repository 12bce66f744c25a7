"""One file a format of export; the file name is the name of the format."""
