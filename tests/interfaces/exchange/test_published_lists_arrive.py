"""Real published lists: every row arrives or is rejected with a true reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.interfaces.exchange.conftest import arrive

from antigone.bureau.registry.drafts import NameKind, RecordKind, Sex
from antigone.interfaces.exchange import NamesNobody, open_table, propose_mapping


def test_the_list_of_those_shot_in_moscow(reference: Path) -> None:
    arrived = arrive(reference / "lists/memorial-moscow/persons.csv", kind=None)
    assert (len(arrived.parsed), len(arrived.rejected)) == (11_706, 0)
    assert {draft.kind for draft in arrived.drafts} == {RecordKind.DEAD}
    assert sum(draft.birth_date == "" for draft in arrived.drafts) == 44
    assert all(draft.occurred_date and draft.cause == "shot" for draft in arrived.drafts)
    assert sum(any(name.kind is NameKind.ALIAS for name in draft.names) for draft in arrived.drafts) >= 270
    assert len({draft.source_record_id for draft in arrived.drafts}) == 11_706
    assert arrived.warnings == []


def test_the_first_release_of_the_gaza_list(reference: Path) -> None:
    arrived = arrive(reference / "lists/gaza/20240808killed-in-gaza.csv", kind=None)
    assert (len(arrived.parsed), len(arrived.rejected)) == (24_672, 0)
    assert {draft.kind for draft in arrived.drafts} == {RecordKind.DEAD}
    odd = [warning.value for warning in arrived.warnings]
    assert (odd.count("-1"), sorted(set(odd))) == (425, ["-1", "1962", "1983", "1991", "1994"])
    assert sum(draft.birth_date == "" for draft in arrived.drafts) == 6_494
    assert sum(draft.source_record_id.startswith("missing-") for draft in arrived.drafts) > 0
    latin_only = [draft for draft in arrived.drafts if len(draft.names) == 1]
    assert len(latin_only) == 3
    assert all(draft.names[0].value.isascii() for draft in latin_only)


def test_the_second_release_of_the_gaza_list(reference: Path) -> None:
    arrived = arrive(reference / "lists/gaza/20240921killed-in-gaza.csv", kind=None)
    assert (len(arrived.parsed), len(arrived.rejected), len(arrived.warnings)) == (28_185, 0, 0)
    assert all(draft.birth_date and draft.sex in {Sex.MALE, Sex.FEMALE} for draft in arrived.drafts)
    assert arrived.drafts[0].source_record_id == "طفل رضيع66"


@pytest.mark.parametrize("name", ["ua_claims_personnel.json", "ucdp_ged191_syria.csv.gz"])
def test_lists_of_events_and_claims_name_nobody(reference: Path, name: str) -> None:
    with (
        open_table(reference / "lists/conflict-events" / name) as table,
        pytest.raises(NamesNobody, match="name no person"),
    ):
        propose_mapping(table)
