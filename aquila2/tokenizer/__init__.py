"""Text to ids and back: loading, encoding, exact decoding, streaming. Imports `base` alone."""
