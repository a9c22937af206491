"""What a run is about to learn, for the one who starts it: figures, problems, and samples with the loss marked."""

import itertools
from dataclasses import dataclass
from typing import Any

from aquila2.data.sft_samples import Samples
from aquila2.tokenizer.tokenizer import Tokenizer

OPEN, CLOSE = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}", "\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"

# what would move the cursor or colour the terminal is shown by its picture
_VISIBLE = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"}
_VISIBLE |= {0x7F: 0x2421, **dict.fromkeys(range(0x80, 0xA0), 0xFFFD)}


@dataclass(frozen=True)
class Problem:
    """A record that is no sample: the kind of its problem, where it stands (file and line), and why."""

    kind: str
    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True)
class Report:
    """Figures of the samples that were read.

    Attributes:
        template: the name of the template that they are rendered with.
        formats: samples of each format.
        samples: conversations, or pairs.
        turns: answers to learn; a pair counts as one.
        tokens, loss_tokens: all that are kept, and those that have loss.
        truncated, left_out: samples longer than `max_seq_len`, by what was done with them.
        median_length, p95_length, longest: tokens of a document, before any was cut or left out for its length.
        duplicates: samples that say exactly what one before them says; `first_duplicate` names two places.
        with_tools: samples with calls, results or descriptions of tools, which are rendered as text.
        problems: records left out, by kind; `examples` has a few of each.
        packing_efficiency: tokens of samples by tokens of rows, known when rows are made.
        test_items: what an audit found: `dirty` (items of each set), `partly` and `examples`; None where none was asked
            for.
    """

    template: str
    formats: dict[str, int]
    samples: int
    pairs: bool
    turns: int
    tokens: int
    loss_tokens: int
    truncated: int
    left_out: int
    max_seq_len: int
    median_length: int
    p95_length: int
    longest: int
    duplicates: int
    first_duplicate: str
    with_tools: int
    problems: dict[str, int]
    examples: tuple[Problem, ...]
    packing_efficiency: float | None = None
    test_items: dict[str, Any] | None = None

    def lines(self) -> list[str]:
        """The report as text for a terminal."""
        what = "pairs" if self.pairs else "samples"
        formats = ", ".join(f"{name} {count:,}" for name, count in self.formats.items())
        found = [
            f"{self.samples:,} {what} ({formats}), {self.turns:,} answers, {self.tokens:,} tokens in the template"
            f" {self.template}, {_share(self.loss_tokens, self.tokens)} of them with loss",
            f"lengths: median {self.median_length:,}, 95 % up to {self.p95_length:,}, longest {self.longest:,}",
        ]
        if self.truncated:
            found.append(f"truncated to {self.max_seq_len:,} tokens: {_counted(self.truncated, self.samples)}")
        if self.left_out:
            all_read = self.samples + self.left_out
            found.append(f"left out, over {self.max_seq_len:,} tokens: {_counted(self.left_out, all_read)}")
        if self.duplicates:
            found.append(f"duplicates: {_counted(self.duplicates, self.samples)}, the first: {self.first_duplicate}")
        if self.with_tools:
            found.append(f"with tools, their calls and results as text: {_counted(self.with_tools, self.samples)}")
        if self.problems:
            kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(self.problems.items()))
            found.append(f"left out with a problem: {sum(self.problems.values()):,} ({kinds})")
            found += [f"  {problem.kind}: {problem}" for problem in self.examples]
        if self.test_items is not None:
            dirty, partly = self.test_items["dirty"], self.test_items["partly"]
            sets = f" ({', '.join(f'{name} {count:,}' for name, count in dirty.items())})" if dirty else ""
            found.append(f"test items in it: {sum(dirty.values()):,}{sets}, and parts of {partly:,}")
            found += [f"  {example}" for example in self.test_items["examples"]]
        if self.packing_efficiency is not None:
            found.append(f"rows: {self.packing_efficiency:.1%} of their tokens are of {what}")
        return found


def render_marked(samples: Samples, sample: int, tokenizer: Tokenizer) -> str:
    """A sample as the model sees it, special tokens included, what has loss between the marks OPEN and CLOSE; of a
    pair, the better document and the worse, each under its name."""
    shown = []
    for ids, loss in samples.documents(sample):
        text = ""
        for has_loss, run in itertools.groupby(zip(ids.tolist(), loss.tolist(), strict=True), key=lambda pair: pair[1]):
            piece = tokenizer.decode([id for id, _ in run], skip_special=False).translate(_VISIBLE)
            text += OPEN + piece + CLOSE if has_loss else piece
        shown.append(text)
    return shown[0] if samples.each == 1 else f"chosen:\n{shown[0]}\nrejected:\n{shown[1]}"


def _share(part: int, whole: int) -> str:
    return f"{part / max(whole, 1):.1%}"


def _counted(part: int, whole: int) -> str:
    return f"{part:,} ({_share(part, whole)})"
