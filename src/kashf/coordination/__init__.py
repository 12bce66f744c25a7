"""Actions → edges → clusters."""
