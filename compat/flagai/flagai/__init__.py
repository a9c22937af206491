"""FlagAI's import paths for Aquila2, served by the package aquila2."""
