"""Power: which groups could have been seen in data like these?

Invented groups are planted among the actions of the data, one at a time, and sought as
``kashf detect`` seeks them. What is found of them says what the method can see there, and what it
would miss.
"""

from kashf.power.analysis import power
from kashf.power.results import FILES, RULES, Own, Power, Rate, Row, wilson, write

__all__ = ["FILES", "RULES", "Own", "Power", "Rate", "Row", "power", "wilson", "write"]
