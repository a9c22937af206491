"""What programs take from FlagAI's models."""
