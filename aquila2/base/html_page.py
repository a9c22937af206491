"""Pages that say what a run found: tables and bars drawn as SVG, in one file without a script or a link."""

import html
from collections.abc import Sequence
from typing import Any

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem; border-bottom: 1px solid #ccc }
table { border-collapse: collapse; margin: .5rem 0 } td, th { padding: .15rem .7rem; text-align: left }
th { border-bottom: 1px solid #999; font-weight: 600 } td.n, th.n { text-align: right }
tr:nth-child(even) td { background: #f6f6f6 } code { white-space: pre-wrap; overflow-wrap: break-word }
svg text { font: 12px system-ui, sans-serif }
"""
COLOURS = ("#2563a8", "#d97a26", "#5a9a4d", "#8a6fb5", "#999999")


def page(title: str, parts: Sequence[str]) -> str:
    """A whole page of some parts, which are HTML."""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{text(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{text(title)}</h1>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def bars(values: Sequence[tuple[str, int]]) -> str:
    """A bar for each name and whole number."""
    return coloured_bars([(name, value, COLOURS[0]) for name, value in values], "{:,}")


def coloured_bars(rows: Sequence[tuple[str, float, str]], form: str) -> str:
    """A bar for each name, value and colour; `form` writes the value."""
    longest = max((value for _, value, _ in rows), default=0) or 1
    height, left, width = 18, 220, 560
    drawn = []
    for i, (name, value, colour) in enumerate(rows):
        at, length = i * height, width * value / longest
        drawn.append(
            f'<text x="{left - 8}" y="{at + 13}" text-anchor="end">{text(name[-32:])}</text>'
            f'<rect x="{left}" y="{at + 2}" width="{length:.1f}" height="{height - 4}" fill="{colour}"/>'
            f'<text x="{left + length + 5:.1f}" y="{at + 13}">{form.format(value)}</text>'
        )
    size = f'width="{left + width + 80}" height="{len(rows) * height}"'
    return f'<svg {size} xmlns="http://www.w3.org/2000/svg" role="img">{"".join(drawn)}</svg>'


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A table; columns of whole numbers stand to the right."""
    numeric = [all(isinstance(row[i], int) for row in rows) for i in range(len(head))]
    cells = "".join(f"<th{_class(n)}>{text(name)}</th>" for name, n in zip(head, numeric, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{_class(n)}>{_cell(v)}</td>" for v, n in zip(row, numeric, strict=True)) + "</tr>"
        for row in rows
    )
    return f"<table><tr>{cells}</tr>{body}</table>"


def _class(numeric: bool) -> str:
    return ' class="n"' if numeric else ""


def _cell(value: Any) -> str:
    return f"{value:,}" if type(value) is int else f"<code>{text(str(value))}</code>"


def text(value: str) -> str:
    """Text as HTML."""
    return html.escape(value).replace("\0", "\u2400")
