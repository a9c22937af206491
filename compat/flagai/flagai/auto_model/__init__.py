"""Loading a model by its name."""
