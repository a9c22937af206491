"""From prompt ids to answer text: sampling, stopping, the decode loop."""
