"""The page as HTML: one file, one style sheet beside it, no script, nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from antigone.interfaces.papers.case.blocks import Block, Drawing, Facts, Gallery, Heading, Points, Table, Telling, Text

STYLE: Final = Path(__file__).with_name("case.css")
_NAMES = {"uk": "Українська", "ru": "Русский", "en": "English"}


def page(telling: Telling, languages: Sequence[str]) -> bytes:
    """The page; `languages` are those that pages of this case lie beside it in."""
    links = " ".join(
        f'<span aria-current="true">{_NAMES[one]}</span>'
        if one == telling.language
        else f'<a href="case.{one}.html" lang="{one}" hreflang="{one}">{_NAMES[one]}</a>'
        for one in languages
    )
    body = "\n".join(_block(block) for block in telling.blocks)
    return (
        "<!doctype html>\n"
        f'<html lang="{telling.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f'<title>{escape(telling.title)}</title>\n<link rel="stylesheet" href="case.css">\n</head>\n<body>\n'
        f'<nav class="languages">{links}</nav>\n<main>\n<h1>{escape(telling.title)}</h1>\n'
        f'<p class="lead">{escape(telling.lead)}</p>\n{body}\n</main>\n<footer><p>{escape(telling.foot)}</p></footer>\n'
        "</body>\n</html>\n"
    ).encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
    if isinstance(block, Text):
        mark = ' class="strong"' if block.strong else ""
        return f"<p{mark}>{escape(block.text)}</p>"
    if isinstance(block, Points):
        return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in block.lines) + "</ul>"
    if isinstance(block, Facts):
        rows = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(said)}</dd></div>" for name, said in block.rows)
        return f"<dl>{rows}</dl>"
    if isinstance(block, Drawing):
        return (
            f'<figure><div class="drawing" tabindex="0" role="img" aria-label="{escape(block.words)}">{block.svg}</div>'
            f"<figcaption>{escape(block.words)}</figcaption></figure>"
        )
    if isinstance(block, Table):
        return _table(block)
    return _gallery(block)


def _gallery(block: Gallery) -> str:
    pictures = "".join(
        f'<figure><img src="{escape(one.path)}" width="{one.width}" height="{one.height}"'
        f' alt="{escape(one.caption)}">'
        f"<figcaption>{escape(one.caption)}</figcaption></figure>"
        for one in block.pictures
    )
    return f'<div class="gallery">{pictures}</div>'


def _table(block: Table) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in block.columns)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td data-name="{escape(column)}">{escape(cell)}</td>'
            for column, cell in zip(block.columns, row, strict=True)
        )
        + "</tr>"
        for row in block.rows
    )
    return (
        f"<table><caption>{escape(block.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
