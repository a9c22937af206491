"""Every way to spread a step gives the loss and the gradients of one process."""

from pathlib import Path

from tests.distributed.processes import run_together


def test_four_processes_in_every_layout(tmp_path: Path) -> None:
    run_together("tests.distributed.layouts:four", 4, tmp_path)
