"""What every trip may use."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def own_logger() -> Iterator[None]:
    """The command line gives the package's logger a handler; other tests find it as it was."""
    logger = logging.getLogger("aquila2")
    before = logger.handlers[:], logger.level, logger.propagate
    yield
    logger.handlers[:], logger.level, logger.propagate = before
