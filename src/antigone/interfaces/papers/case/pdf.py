"""The same telling as PDF."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import typst

from antigone.interfaces.papers.case.blocks import Block, Drawing, Telling

_LAYOUT: Final = Path(__file__).with_name("case.typ")


def pdf(telling: Telling, folder: Path) -> bytes:
    """The PDF; the same telling and pictures give the same bytes.

    Args:
        folder: where the pictures lie by the paths that the telling names.
    """
    content: dict[str, Any] = {
        "title": telling.title,
        "lead": telling.lead,
        "foot": telling.foot,
        "language": telling.language,
        "blocks": [_plain(block) for block in telling.blocks],
    }
    layout: bytes = _LAYOUT.read_bytes()
    made: bytes = typst.compile(  # type: ignore[type-var]
        layout,
        root=str(folder),
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=0,
    )
    return made


def _plain(block: Block) -> dict[str, Any]:
    plain = asdict(block) | {"kind": type(block).__name__.lower()}
    if isinstance(block, Drawing):
        plain["wide"] = 'width="720"' in block.svg
    return plain
