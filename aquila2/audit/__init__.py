"""Which test items stand in training data, with the evidence."""
