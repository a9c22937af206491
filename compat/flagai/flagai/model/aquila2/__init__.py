"""What programs take from FlagAI's Aquila2."""
