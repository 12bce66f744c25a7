"""The only place where stages meet: exports in, a folder of results out."""

from kashf.pipeline.detecting import detect, write_edges
from kashf.pipeline.options import Options

__all__ = ["Options", "detect", "write_edges"]
