"""The page of a tokenizer's report: tables and bars drawn as SVG, in one file without a script or a link."""

import html
from collections.abc import Sequence
from typing import Any

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #ccc }
table { border-collapse: collapse; margin: .5rem 0 } td, th { padding: .15rem .7rem; text-align: left }
th { border-bottom: 1px solid #999; font-weight: 600 } td.n, th.n { text-align: right }
tr:nth-child(even) td { background: #f6f6f6 } code { white-space: pre-wrap; word-break: break-all }
svg text { font: 12px system-ui, sans-serif }
"""
_COLOURS = ("#2563a8", "#d97a26", "#5a9a4d", "#8a6fb5", "#999999")
_ROWS = 12  # groups in a chart; the table has all


def page(report: dict[str, Any]) -> str:
    """The HTML of a report (see `train_tokenizer_report.make_report`)."""
    sample, vocabulary = report["sample"], report["vocabulary"]
    by_language, by_source = report["bytes_per_token_by_language"], report["bytes_per_token_by_source"]
    parts = [
        f"<p>{report['bytes_per_token']:.3f} bytes a token, measured on {sample['bytes']:,} bytes "
        f"({sample['texts']:,} texts, {sample['files']:,} files): {_text(sample['how'])}.</p>",
        _training(report.get("training")),
        "<h2>Bytes a token by language</h2>",
        _grouped_bars(by_language),
        _rates_table("language", by_language),
        "<h2>Bytes a token by source</h2>",
        _grouped_bars(by_source),
        _rates_table("source", by_source),
        "<h2>Vocabulary use</h2>",
        f"<p>{vocabulary['used']:,} of {vocabulary['entries']:,} entries came up in the sample. "
        + ", ".join(
            f"{count:,} entries make {float(share):.0%} of all tokens"
            for share, count in vocabulary["entries_for_share_of_tokens"].items()
        )
        + ".</p><p>Entries that came up, by tenth of the ids (the first tenth was merged first):</p>",
        _bars([(f"tenth {i}", n) for i, n in enumerate(vocabulary["used_by_tenth_of_ids"], 1)]),
        "<h2>Scripts in the vocabulary</h2>",
        _bars(list(vocabulary["scripts"].items())),
        "<h2>Round trip</h2>",
        f"<p>{report['round_trip']['texts']:,} texts were encoded and decoded: "
        + (
            "every one came back exactly."
            if not (n := report["round_trip"]["lost"])
            else f"<b>{n:,} did not come back.</b>"
        )
        + "</p><h2>Special tokens</h2>",
        _table(
            ("id", "token", "roles", "one id in markup", "ordinary in text"),
            [
                (
                    row["id"],
                    row["token"],
                    ", ".join(row["roles"]),
                    _yes(row["one_id_in_markup"]),
                    _yes(row["ordinary_in_text"]),
                )
                for row in report["special_tokens"]
            ],
        ),
        "<h2>Longest tokens</h2>",
        _table(("id", "bytes", "text"), [(row["id"], row["bytes"], row["text"]) for row in report["longest_tokens"]]),
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Tokenizer report</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>Tokenizer report</h1>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _training(training: dict[str, Any] | None) -> str:
    if training is None:
        return ""
    problems = training["problems"]
    rows = [(key.replace("_", " "), value) for key, value in training.items() if key != "first_problems"]
    shown = "".join(f"<li>{_text(line)}</li>" for line in training["first_problems"])
    skipped = f"<p>Left out, {problems:,} in all:</p><ul>{shown}</ul>" if problems else ""
    return "<h2>Training</h2>" + _table(("what", "value"), rows) + skipped


def _rates_table(what: str, found: dict[str, dict[str, Any]]) -> str:
    groups = next(iter(found.values()))
    rows = [
        (group, groups[group]["bytes"], *(f"{rates[group]['bytes_per_token']:.3f}" for rates in found.values()))
        for group in groups
    ]
    return _table((what, "bytes", *found), rows)


def _grouped_bars(found: dict[str, dict[str, Any]]) -> str:
    groups = list(next(iter(found.values())))[:_ROWS]
    rows = [
        (group if i == 0 else "", rates[group]["bytes_per_token"], _COLOURS[i % len(_COLOURS)])
        for group in groups
        for i, rates in enumerate(found.values())
    ]
    names = "".join(
        f'<span style="color:{_COLOURS[i % len(_COLOURS)]}">&#9632;</span> {_text(name)} &nbsp; '
        for i, name in enumerate(found)
    )
    return f"<p>{names}</p>" + _svg(rows, "{:.2f}")


def _bars(values: Sequence[tuple[str, int]]) -> str:
    return _svg([(name, value, _COLOURS[0]) for name, value in values], "{:,}")


def _svg(rows: Sequence[tuple[str, float, str]], form: str) -> str:
    longest = max((value for _, value, _ in rows), default=0) or 1
    height, left, width = 18, 220, 560
    drawn = []
    for i, (name, value, colour) in enumerate(rows):
        at, length = i * height, width * value / longest
        drawn.append(
            f'<text x="{left - 8}" y="{at + 13}" text-anchor="end">{_text(name[-32:])}</text>'
            f'<rect x="{left}" y="{at + 2}" width="{length:.1f}" height="{height - 4}" fill="{colour}"/>'
            f'<text x="{left + length + 5:.1f}" y="{at + 13}">{form.format(value)}</text>'
        )
    size = f'width="{left + width + 80}" height="{len(rows) * height}"'
    return f'<svg {size} xmlns="http://www.w3.org/2000/svg" role="img">{"".join(drawn)}</svg>'


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    numeric = [all(isinstance(row[i], int) for row in rows) for i in range(len(head))]
    cells = "".join(f"<th{_class(n)}>{_text(name)}</th>" for name, n in zip(head, numeric, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{_class(n)}>{_cell(v)}</td>" for v, n in zip(row, numeric, strict=True)) + "</tr>"
        for row in rows
    )
    return f"<table><tr>{cells}</tr>{body}</table>"


def _class(numeric: bool) -> str:
    return ' class="n"' if numeric else ""


def _cell(value: Any) -> str:
    return f"{value:,}" if type(value) is int else f"<code>{_text(str(value))}</code>"


def _text(value: str) -> str:
    return html.escape(value).replace("\0", "\u2400")


def _yes(value: bool) -> str:
    return "yes" if value else "no"
