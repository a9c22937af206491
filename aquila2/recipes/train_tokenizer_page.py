"""The page of a tokenizer's report: tables and bars drawn as SVG, in one file without a script or a link."""

from typing import Any

from aquila2.base.html_page import COLOURS, bars, coloured_bars, table, text
from aquila2.base.html_page import page as html_page

_ROWS = 12  # groups in a chart; the table has all


def page(report: dict[str, Any]) -> str:
    """The HTML of a report (see `train_tokenizer_report.make_report`)."""
    sample, vocabulary = report["sample"], report["vocabulary"]
    by_language, by_source = report["bytes_per_token_by_language"], report["bytes_per_token_by_source"]
    parts = [
        f"<p>{report['bytes_per_token']:.3f} bytes a token, measured on {sample['bytes']:,} bytes "
        f"({sample['texts']:,} texts, {sample['files']:,} files): {text(sample['how'])}.</p>",
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
        bars([(f"tenth {i}", n) for i, n in enumerate(vocabulary["used_by_tenth_of_ids"], 1)]),
        "<h2>Scripts in the vocabulary</h2>",
        bars(list(vocabulary["scripts"].items())),
        "<h2>Round trip</h2>",
        f"<p>{report['round_trip']['texts']:,} texts were encoded and decoded: "
        + (
            "every one came back exactly."
            if not (n := report["round_trip"]["lost"])
            else f"<b>{n:,} did not come back.</b>"
        )
        + "</p><h2>Special tokens</h2>",
        table(
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
        table(("id", "bytes", "text"), [(row["id"], row["bytes"], row["text"]) for row in report["longest_tokens"]]),
    ]
    return html_page("Tokenizer report", parts)


def _training(training: dict[str, Any] | None) -> str:
    if training is None:
        return ""
    problems = training["problems"]
    rows = [(key.replace("_", " "), value) for key, value in training.items() if key != "first_problems"]
    shown = "".join(f"<li>{text(line)}</li>" for line in training["first_problems"])
    skipped = f"<p>Left out, {problems:,} in all:</p><ul>{shown}</ul>" if problems else ""
    return "<h2>Training</h2>" + table(("what", "value"), rows) + skipped


def _rates_table(what: str, found: dict[str, dict[str, Any]]) -> str:
    groups = next(iter(found.values()))
    rows = [
        (group, groups[group]["bytes"], *(f"{rates[group]['bytes_per_token']:.3f}" for rates in found.values()))
        for group in groups
    ]
    return table((what, "bytes", *found), rows)


def _grouped_bars(found: dict[str, dict[str, Any]]) -> str:
    groups = list(next(iter(found.values())))[:_ROWS]
    rows = [
        (group if i == 0 else "", rates[group]["bytes_per_token"], COLOURS[i % len(COLOURS)])
        for group in groups
        for i, rates in enumerate(found.values())
    ]
    names = "".join(
        f'<span style="color:{COLOURS[i % len(COLOURS)]}">&#9632;</span> {text(name)} &nbsp; '
        for i, name in enumerate(found)
    )
    return f"<p>{names}</p>" + coloured_bars(rows, "{:.2f}")


def _yes(value: bool) -> str:
    return "yes" if value else "no"
