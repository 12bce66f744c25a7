"""Evidence: stored once by its SHA-256, never changed, every touch in a signed log.

``Case`` in :mod:`kashf.evidence.case` is where to start.
"""
