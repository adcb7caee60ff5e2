"""Invented families who gave swabs, and the shortest way to put them into a bureau."""

from __future__ import annotations

from datetime import date

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from tests.bureau.people import CLOSED_LIST, arrive

from antigone.bureau.identification import actions
from antigone.bureau.identification.sealing import laboratory_key
from antigone.bureau.identification.values import (
    DonorDraft,
    FamilyDraft,
    Kept,
    ProfileDraft,
    SampleDraft,
    TreeMember,
)
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind

ANALYST = Actor("solomiia", "laboratory")
CASE_WORKER = Actor("taras", "case worker")
KEY = laboratory_key(X25519PrivateKey.generate())
BOTH_USES = ("search", "quality")
MOTHER = {"TH01": ("6", "9.3"), "FGA": ("21", "24"), "vWA": ("17", "17")}
BONE = {"TH01": ("9.3", "7"), "FGA": ("24",), "vWA": ("17", "18")}


def a_son_is_missed_and_a_body_lies_unnamed() -> None:
    missing = RecordDraft(RecordKind.MISSING, (NameDraft("Гончаровський Остап Лукич"),), source_record_id="M-1")
    remains = RecordDraft(RecordKind.REMAINS, (), source_record_id="B-1")
    arrive(missing, remains, source=CLOSED_LIST)


def mothers_tree(label: str = "F-1", sought: str = "M-1") -> FamilyDraft:
    members = (
        TreeMember("son", "father", "R-1", "M"),
        TreeMember("R-1", "", "", "F"),
        TreeMember("father", "", "", "M"),
    )
    return FamilyDraft(label, sought, "son", members)


def mother(uses: tuple[str, ...] = BOTH_USES, consented: date | None = date(2026, 5, 2)) -> DonorDraft:
    return DonorDraft("F-1", "R-1", "R-1", "mother", uses, consented)


def the_family_gives_a_swab() -> Kept:
    """Both records, the mother's tree and swab, a sample of the body."""
    a_son_is_missed_and_a_body_lies_unnamed()
    kept = actions.keep_families([mothers_tree()], [mother()], actor=ANALYST)
    actions.keep_samples([SampleDraft("S-1", "B-1", "femur", "2026-04")], actor=ANALYST)
    return kept


def both_are_read() -> Kept:
    """Profiles of the mother and of the body."""
    return actions.keep_profiles(
        [ProfileDraft("R-1", MOTHER, "Laboratory of Kyiv", "GlobalFiler"), ProfileDraft("S-1", BONE)],
        key=KEY,
        actor=ANALYST,
    )
