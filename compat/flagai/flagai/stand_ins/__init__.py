"""Modules found by `flagai.startup`, under their own names."""
