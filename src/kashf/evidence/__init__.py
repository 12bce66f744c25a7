"""Evidence: stored once by its SHA-256, never changed, every touch in a signed log; and its text.

``Case`` in :mod:`kashf.evidence.case` is where to start.
"""
