"""The shortest way to a case with files. They are drawn and show nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.imaging.drawn import photograph

from antigone.bureau.incidents.actions import add_file, open_incident
from antigone.bureau.incidents.values import IncidentDraft, ItemDraft
from antigone.bureau.ledger import Actor

ANALYST = Actor("olena", "analyst")
SECOND = Actor("taras", "case worker")
THIRD = Actor("iryna", "case worker")
DRAFT = IncidentDraft("CASE-1", "The camp beside the road", "Men ran to the camp", "a newspaper", "2024-05", "Кам'янка")
ITEM = ItemDraft(
    "clip", "the newspaper's page", date(2024, 8, 1), published="2024-06-02", published_by="a newspaper",
    recorded="2024-05-20/2024-05-22",
)  # fmt: skip


def write_file(folder: Path, name: str = "clip.jpg", *, seed: int = 3) -> Path:
    """A drawn photograph as a file."""
    path = folder / name
    path.write_bytes(photograph(seed=seed))
    return path


def open_case(folder: Path, *, files: int = 1, code: str = "CASE-1") -> str:
    """A case with so many files."""
    open_incident(
        IncidentDraft(code, DRAFT.title, DRAFT.claim, DRAFT.claimed_by, "2024-05", DRAFT.place), actor=ANALYST
    )
    for number in range(files):
        add_file(code, str(write_file(folder, f"{number}.jpg", seed=number)), ITEM, actor=ANALYST)
    return code
