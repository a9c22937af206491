"""Sizes in words, and what this process takes."""

import numpy as np
import pytest

from aquila2.base.errors import UserError
from aquila2.base.memory import available_bytes, parse_size, peak_resident_bytes, resident_bytes, return_free_memory


@pytest.mark.parametrize(
    ("text", "size"), [("8GB", 8 * 10**9), ("512MiB", 2**29), ("1.5 kb", 1500), ("100", 100), ("2gib", 2**31)]
)
def test_a_size_is_read(text: str, size: int) -> None:
    assert parse_size(text, "memory") == size


@pytest.mark.parametrize("text", ["", "lots", "-1GB", "8 TBs", "0", "0.1"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"^memory=.*: give a size such as 8GB or 512MiB"):
        parse_size(text, "memory")


def test_what_is_taken_is_told() -> None:
    return_free_memory()
    before = resident_bytes()
    taken = np.ones(100 << 20, np.uint8)
    assert before + (90 << 20) < resident_bytes() <= peak_resident_bytes()
    assert taken.sum() == 100 << 20
    del taken
    return_free_memory()
    assert resident_bytes() < before + (50 << 20)
    assert available_bytes() > 0
