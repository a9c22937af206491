"""Answers from a private knowledge base: documents cut, found again, quoted and checked."""
