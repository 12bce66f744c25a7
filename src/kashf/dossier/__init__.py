"""Findings and citations → HTML, PDF, JSON and a bag that can be checked offline."""
