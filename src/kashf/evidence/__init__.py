"""Evidence: recordings, documents and transcripts, and the text in them."""
