"""The tables of the release as groups of tasks, with the rows that the release published beside ours."""

from aquila2.base.config import nearest
from aquila2.base.errors import UserError

BASE = {
    "wmt22_en_zh": "WMT22 (en-zh)",
    "cluewsc": "CLUEWSC",
    "gsm8k": "GSM8K",
    "winogrande": "WinoGrande",
    "hellaswag": "HellaSwag",
    "openbookqa": "OpenBookQA",
    "piqa": "PIQA",
    "arc_easy": "ARC-e",
    "bustm": "BUSTM",
    "boolq": "BoolQ",
    "truthfulqa": "TruthfulQA",
    "raft": "RAFT",
    "chid": "ChID",
    "eprstmt": "EPRSTMT",
    "tnews": "TNEWS",
    "ocnli": "OCNLI",
    "sem_chinese": "SEM-Chinese",
    "mmlu": "MMLU",
    "ceval": "C-Eval",
    "cmmlu": "CMMLU",
    "csl": "CSL",
    "humaneval": "HumanEval",
}
CHAT = {
    "cluewsc_chat": "CLUEWSC",
    "bustm_chat": "BUSTM",
    "boolq_chat": "BoolQ",
    "truthfulqa_chat": "TruthfulQA",
    "raft_chat": "RAFT",
    "chid_chat": "ChID",
    "eprstmt_chat": "EPRSTMT",
    "tnews_chat": "TNEWS",
    "ocnli_chat": "OCNLI",
    "sem_chinese_chat": "SEM-Chinese",
    "mmlu_chat": "MMLU",
    "ceval_chat": "",
    "cmmlu_chat": "",
    "csl_chat": "CSL",
    "gsm8k_chat": "",
    "humaneval_chat": "",
}
REASONING = {
    "babi_16": "bAbI-16",
    "clutrr": "CLUTRR",
    "babi_15": "bAbI-15",
    "entailmentbank": "EntailmentBank",
    "alphanli": "alphaNLI",
    "ecare": "e-CARE",
}
# Each group's tasks, with the names of their rows (or columns) in the release's table; "" where it has none.
GROUPS = {"aquila2_base": BASE, "aquila2_chat": CHAT, "aquila2_reasoning": REASONING}
# The types of reasoning, as the release's table has them.
KINDS = {
    "inductive": ("babi_16", "clutrr"),
    "deductive": ("babi_15", "entailmentbank"),
    "abductive": ("alphanli",),
    "causal": ("ecare",),
}
OURS = {task: group for group, tasks in GROUPS.items() for task in tasks}


def expand(names: list[str], known_elsewhere: frozenset[str] = frozenset()) -> list[str]:
    """Tasks by name: groups become their tasks, each task once, in order.

    Args:
        names: of groups and tasks.
        known_elsewhere: further tasks that may be named.

    Raises:
        UserError: nothing is named, or something that is not known.
    """
    found: dict[str, None] = {}
    for name in names:
        if name in GROUPS:
            found |= dict.fromkeys(GROUPS[name])
        elif name in OURS or name in known_elsewhere:
            found[name] = None
        else:
            raise UserError(f"unknown task {name!r}{nearest(name, [*GROUPS, *OURS, *known_elsewhere])}")
    if not found:
        raise UserError(f"tasks= names nothing: give tasks or groups, such as {', '.join(GROUPS)}")
    return list(found)
