"""One file a kind of action; the file name is the name of the kind."""
