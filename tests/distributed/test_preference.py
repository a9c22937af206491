"""DPO on two processes gives what it gives on one."""

from pathlib import Path

import pytest

from tests.distributed.processes import check_together


@pytest.mark.slow
def test_two_processes_in_every_layout(tmp_path: Path) -> None:
    check_together("tests.distributed.preference:two", 2, tmp_path)
