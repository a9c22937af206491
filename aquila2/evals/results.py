"""What came of a task, item by item."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ItemResult:
    """One item: what was asked, answered, and thought of it. Scores are 0 to 1; None where a task has no such."""

    task: str
    set: str
    id: str
    subject: str
    prompt: str
    output: str
    right: str
    score: float | None
    strict: float | None = None
    lenient: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class TaskResult:
    """One task: its items, and where they came from.

    Attributes:
        metric: what the score is.
        whole: the score of the task as a whole, 0 to 100, where it is no mean over items (BLEU); else None.
        notes: what a reader of the score should know.
        prompt: the YAML file's text.
        files: the data's files and their SHA-256.
    """

    name: str
    metric: str
    num_fewshot: int
    items: list[ItemResult]
    whole: float | None = None
    notes: list[str] = field(default_factory=list)
    prompt: str = ""
    files: dict[str, str] = field(default_factory=dict)
