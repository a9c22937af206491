"""Real weights in 4 bits: what the receipt says of SmolLM2 with nothing but the defaults and groups that fit it."""

import json

import pytest

from aquila2.cli import main

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.long, pytest.mark.timeout(1800)]


def test_gptq_costs_less_than_a_tenth_and_less_than_rounding(capsys, tmp_path, smollm2_dir):
    ratios = {}
    for method in ("gptq", "rtn"):
        words = [f"model={smollm2_dir}", f"out={tmp_path / method}", f"method={method}", "group_size=64", "samples=32"]
        assert main(["quantize", *words, "evaluate_tokens=8192", "device=cpu", "--json"]) == 0
        result = json.loads(capsys.readouterr().out.splitlines()[-1])
        ratios[method] = result["perplexity_after"] / result["perplexity_before"]
    assert ratios["gptq"] < 1.10
    assert ratios["gptq"] - 1 < 0.6 * (ratios["rtn"] - 1)
