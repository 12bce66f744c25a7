"""Changes of ``case.sqlite``: one file in ``versions`` each, in the order of their numbers."""
