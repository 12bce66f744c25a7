"""Rules for Arabic."""
