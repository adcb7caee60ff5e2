"""What a family wrote, as the registry keeps it; what cannot be read as a date or an age is kept as the words it was.

Nobody who is frightened is sent back for a date: a person at the bureau reads what a program could not.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.translation import gettext as _

from antigone.bureau.enquiries.values import MOST_NAMES, Sex, Sought
from antigone.interfaces.exchange.people.dates_in_tables import DateCustoms, ReadDate, read_date
from antigone.interfaces.exchange.people.mapping import DayOrder
from antigone.interfaces.exchange.people.values import AgeRange, clean, read_age, why_not_a_name

_AS_WRITTEN = (
    *("father_name", "mother_maiden_name", "birthplace", "residence", "nationality", "documents", "force", "branch"),
    *("unit", "rank", "service_number", "call_sign", "last_seen_place", "description"),
)


def names_in(said: Mapping[str, str]) -> list[str]:
    """Every name that was written, the first one first; what names nobody («unknown») is none."""
    lines = [said.get("name", ""), *said.get("other_names", "").replace(";", "\n").splitlines()]
    return list(dict.fromkeys(name for line in lines if (name := clean(line)) and not why_not_a_name(name)))


def sought_in(said: Mapping[str, str], *, today: datetime.date | None = None) -> Sought:
    """Who is looked for.

    Args:
        said: the form's texts by the names of its fields.
        today: for dates that cannot have come yet.
    """
    latest = today or datetime.datetime.now(tz=datetime.UTC).date()
    names = names_in(said)
    kept_as_words = [_("Also called: %(name)s") % {"name": name} for name in names[MOST_NAMES:]]
    born, seen = (_date(said.get(field, ""), latest) for field in ("birth_date", "last_seen_date"))
    age = _age(said.get("age", ""))
    if said.get("thing"):
        kept_as_words.append(_("A thing in the gallery was recognised: %(code)s") % {"code": said["thing"]})
    for field, read, label in (
        ("birth_date", born, _("Date of birth, as written: %(words)s")),
        ("age", age, _("Age, as written: %(words)s")),
        ("last_seen_date", seen, _("Last seen or heard of, as written: %(words)s")),
    ):
        if read is None:
            kept_as_words.append(label % {"words": said[field]})
    circumstances = "\n".join(part for part in (said.get("circumstances", ""), *kept_as_words) if part)
    return Sought(
        names=tuple(names[:MOST_NAMES]),
        sex=Sex(said.get("sex", "")),
        birth_date=born or "",
        last_seen_date=seen or "",
        age_low=age.low if age else None,
        age_high=age.high if age else None,
        circumstances=circumstances,
        **{field: said.get(field, "") for field in _AS_WRITTEN},
    )


def _date(written: str, latest: datetime.date) -> str | None:
    """EDTF; empty where nothing is said; None where it is no date that we can read."""
    text = clean(written)
    if not text:
        return ""
    read = read_date(text, DateCustoms(DayOrder.DAY_FIRST, latest))
    return read.edtf if isinstance(read, ReadDate) else None


def _age(written: str) -> AgeRange | None:
    text = clean(written)
    if not text:
        return AgeRange(None, None)
    read = read_age(text)
    return None if isinstance(read, str) else read
