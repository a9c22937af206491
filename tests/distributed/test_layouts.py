"""Every way to spread a step gives the loss and the gradients of one process."""

from pathlib import Path

import pytest

from tests.distributed.processes import check_together


@pytest.mark.slow
def test_four_processes_in_every_layout(tmp_path: Path) -> None:
    check_together("tests.distributed.layouts:four", 4, tmp_path)


def test_a_rank_that_fails_is_shown(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="this rank's own error"):
        check_together("tests.distributed.processes:one_fails", 2, tmp_path)
