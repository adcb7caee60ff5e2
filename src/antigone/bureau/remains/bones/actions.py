"""Estimates from bones: kept as they were made, and told to the record that describes the remains."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.registry.drafts import RecordDraft, RecordKind
from antigone.bureau.registry.drafts import Sex as RecordSex
from antigone.bureau.remains.description.actions import keep_entry
from antigone.bureau.remains.description.groups import Group, NotDescribable
from antigone.bureau.remains.description.telling import amend_own, with_clause
from antigone.bureau.remains.values import RemainsError
from antigone.evidence.bones import Bone, Measure, Measured, NoSuchBone, Profile, Sex, profile_of

#: The clause that an earlier estimate put into a description.
_CLAUSE = re.compile(r"(?:;\s*)?skeletonised; stature \d+-\d+ cm")
_REASON = "estimated from bones"


@action
def keep_estimate(record: UUID, measured: Mapping[str, Any], *, actor: Actor) -> Profile:
    """Estimate sex, age and stature from bones, and keep measures and estimates together.

    Args:
        record: public id of the record of remains.
        measured: names of bones and measures -> cm, ``phase`` of the pubic symphysis, ``sex`` where it is known
            otherwise; empty values are left out.

    Raises:
        UnknownNumber: there is no such record.
        NotDescribable: nothing was measured, or a measure cannot be.
        RemainsError: the record is not of remains.
    """
    given = {name: value for name, value in measured.items() if value not in ("", None)}
    found = profile_of_said(given)
    keep_entry(record, Group.BONES, {"measured": given, "estimates": estimates_as_json(found)}, actor)
    record_event(
        "remains.keep_estimate",
        actor=actor,
        subject=Subject("record", str(record)),
        detail={"measured": sorted(given), "sex": found.sex.value if found.sex else ""},
    )
    return found


def tell_record(record: UUID, found: Profile, *, actor: Actor) -> bool:
    """Put an estimate into the record, where `evidence.traits` weighs it: stature into the description; sex and age
    into their fields where nobody has told them yet. False where it says all this already.

    Raises:
        UnknownNumber: there is no such record.
        RemainsError: the record is what another source said, and that is not the bureau's to change.
    """
    return amend_own(record, lambda said: told(said, found), reason=_REASON, actor=actor)


def told(said: RecordDraft, found: Profile) -> RecordDraft:
    """What a record says once an estimate is told to it."""
    if said.kind is not RecordKind.REMAINS:
        raise RemainsError("only a record of remains is told what bones say", "remains_record_of_remains")
    description = with_clause(said.description, _CLAUSE, found.words) if found.words else said.description
    sex = RecordSex(found.sex.value) if found.sex and said.sex is RecordSex.UNKNOWN else said.sex
    low, high = said.age_low, said.age_high
    if found.age and low is None and high is None:
        low, high = int(found.age.interval.low), int(found.age.interval.high)
    return replace(said, description=description, sex=sex, age_low=low, age_high=high)


def profile_of_said(said: Mapping[str, Any]) -> Profile:
    """An estimate from what a person typed or what was kept.

    Raises:
        NotDescribable: nothing was measured, or a measure cannot be.
    """
    lengths: dict[Bone, float] = {}
    femur: dict[Measure, float] = {}
    phase, sex = 0, None
    for name, value in said.items():
        try:
            if name == "sex":
                sex = Sex(str(value))
            elif name == "phase":
                phase = int(value)
            elif name in list(Bone):
                lengths[Bone(name)] = float(str(value).replace(",", "."))
            else:
                femur[Measure(name)] = float(str(value).replace(",", "."))
        except ValueError:
            known = ", ".join([*Bone, *Measure, "phase", "sex"])
            raise NotDescribable(f"«{name}: {value}» is no measure; these are: {known}", name) from None
    try:
        return profile_of(Measured(lengths, femur, phase, sex))
    except NoSuchBone as error:
        raise NotDescribable(str(error), error.measure, error.bounds) from error


def estimates_as_json(found: Profile) -> dict[str, Any]:
    """Estimates as plain values, with their errors and by what they were made."""
    kept: dict[str, Any] = {"sex": found.sex.value if found.sex else ""}
    if found.by_femur:
        one = found.by_femur
        kept["by_femur"] = {"male": one.male, "low": one.low, "high": one.high, "wrong": one.wrong, "by": one.by}
    if found.age:
        age = found.age
        kept["age"] = {
            "best": age.best, "error": age.error, "low": age.interval.low, "high": age.interval.high,
            "phase": age.phase,
        }  # fmt: skip
    if found.stature:
        tall = found.stature
        kept["stature"] = {
            "best": tall.best, "error": tall.error, "low": tall.interval.low, "high": tall.interval.high,
            "by": {str(sex): by for sex, by in tall.by.items()},
        }  # fmt: skip
    return kept
