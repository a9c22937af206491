"""What every room may use: options, errors, devices, files, logging. Imports nothing of the project."""
