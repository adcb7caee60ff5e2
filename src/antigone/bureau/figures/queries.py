"""What is kept of figures, read."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q

from antigone.bureau.figures.models import Claim as KeptClaim
from antigone.bureau.figures.models import Entry as KeptEntry
from antigone.bureau.figures.models import KeptEstimate, NamedList, Release
from antigone.bureau.figures.values import (
    ClaimLedger,
    EntryHistory,
    EstimateCard,
    EstimateDraft,
    ReleaseCard,
    ReleaseFile,
    UnknownEstimate,
    UnknownList,
)
from antigone.evidence.claims import claim_of, conflicts
from antigone.evidence.revisions import Entry


def claim_ledger(*, force: str = "") -> ClaimLedger:
    """Every claim, or those about one force, by date, and the conflicts among all of them that touch these."""
    every = [claim_of(document) for document in KeptClaim.objects.values_list("document", flat=True)]
    chosen = tuple(claim for claim in every if not force or claim.amount.quantity.population.force == force)
    keys = {claim.key for claim in chosen}
    return ClaimLedger(chosen, tuple(one for one in conflicts(every) if one.first in keys or one.second in keys))


def releases(of_list: str) -> tuple[ReleaseCard, ...]:
    """Every release of a list, the oldest first.

    Raises:
        UnknownList: there is no such list.
    """
    return tuple(release_card(release) for release in Release.objects.filter(of_list=_list_named(of_list)))


def count_as_of(of_list: str, day: str) -> ReleaseCard | None:
    """What the list said on a day (EDTF): its last release until then; None before the first.

    Raises:
        UnknownList: there is no such list.
    """
    last = Release.objects.filter(of_list=_list_named(of_list), as_of__lte=day).order_by("-as_of").first()
    return release_card(last) if last else None


def entries_as_of(of_list: str, day: str) -> tuple[Entry, ...]:
    """Everybody whom the list named on a day, by number.

    Raises:
        UnknownList: there is no such list.
    """
    kept = _list_named(of_list)
    last = Release.objects.filter(of_list=kept, as_of__lte=day).order_by("-as_of").first()
    if last is None:
        return ()
    standing = KeptEntry.objects.filter(
        Q(last__isnull=True) | Q(last__as_of__gte=last.as_of), of_list=kept, first__as_of__lte=last.as_of
    )
    return tuple(Entry(*row) for row in standing.order_by("number").values_list(*_SAID))


def history_of(of_list: str, number: str) -> tuple[EntryHistory, ...]:
    """Every form in which a number stood in a list, the oldest first.

    Raises:
        UnknownList: there is no such list.
    """
    found = KeptEntry.objects.filter(of_list=_list_named(of_list), number=number).select_related("first", "last")
    return tuple(
        EntryHistory(
            entry.number,
            entry.name,
            entry.sex,
            entry.birth,
            entry.age,
            entry.first.as_of,
            entry.last.as_of if entry.last else "",
            entry.fate,
            entry.became,
        )
        for entry in found.order_by("id")
    )


def estimate_card(public_id: str) -> EstimateCard:
    """A kept estimate.

    Raises:
        UnknownEstimate: there is none.
    """
    try:
        kept = KeptEstimate.objects.filter(public_id=UUID(public_id)).first()
    except (ValueError, ValidationError):
        kept = None
    if kept is None:
        raise UnknownEstimate(f"there is no estimate {public_id}; list them with: antigone figures estimates")
    return _card(kept)


def estimate_cards() -> tuple[EstimateCard, ...]:
    """Every kept estimate, the newest first."""
    return tuple(_card(kept) for kept in KeptEstimate.objects.all())


_SAID = ("number", "name", "sex", "birth", "age")


def entries_standing(of_list: NamedList) -> list[Entry]:
    """The entries of a list's newest release."""
    return [Entry(*row) for row in KeptEntry.objects.filter(of_list=of_list, last__isnull=True).values_list(*_SAID)]


def release_card(release: Release, *, repeated: bool = False) -> ReleaseCard:
    """A release as a plain value."""
    return ReleaseCard(
        release.of_list.name,
        release.as_of,
        release.persons,
        dict(release.changes),
        ReleaseFile(release.file_name, release.file_sha256),
        repeated,
    )


def _card(kept: KeptEstimate) -> EstimateCard:
    draft = EstimateDraft(kept.title, kept.kind, kept.inputs, kept.settings, kept.result, kept.assumptions)
    return EstimateCard(str(kept.public_id), draft, kept.digest, kept.version, kept.kept_on.isoformat())


def _list_named(name: str) -> NamedList:
    found = NamedList.objects.filter(name=name).first()
    if found is None:
        known = ", ".join(NamedList.objects.order_by("name").values_list("name", flat=True)) or "none"
        raise UnknownList(f"there is no list «{name}»; lists are: {known}")
    return found
