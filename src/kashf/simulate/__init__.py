"""Invented worlds and planted groups, with the truth.

``kashf.simulate.bursty.bursty`` makes tables for measuring, :func:`write_demo` the files of
the demonstration.
"""

from kashf.simulate.demo import DemoFiles, write_demo

__all__ = ["DemoFiles", "write_demo"]
