"""What the bureau does with figures. Each act is one transaction and one event."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

import antigone
from antigone.bureau.figures.models import Claim as KeptClaim
from antigone.bureau.figures.models import Fate, KeptEstimate, NamedList, Release
from antigone.bureau.figures.queries import entries_standing, release_card
from antigone.bureau.figures.values import (
    ClaimChanged,
    ClaimsKept,
    EstimateDraft,
    NumberTwice,
    ReleaseCard,
    ReleaseFile,
    ReleaseOutOfOrder,
    UnknownClaim,
)
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.ledger.encoding import canonical_json
from antigone.evidence.claims import Claim, claim_document
from antigone.evidence.revisions import Entry, Revision, revision


@action
def import_claims(claims: Sequence[Claim], *, file: ReleaseFile, actor: Actor) -> ClaimsKept:
    """Keep claims as they were said; those that are kept already change nothing.

    Raises:
        ClaimChanged: a key is kept with other content. A correction is a claim with its own key.
        UnknownClaim: a claim corrects, takes back, repeats or is part of one that is neither kept nor in the file.
    """
    kept = claims_kept(claims, actor=actor)
    record_event(
        "figures.import_claims",
        actor=actor,
        subject=Subject("claims", file.sha256),
        detail={"file": file.name, "added": kept.added, "unchanged": kept.unchanged},
    )
    return kept


def claims_kept(claims: Sequence[Claim], *, actor: Actor) -> ClaimsKept:
    """The rows of claims, for an action to write; see `import_claims`."""
    kept = dict(KeptClaim.objects.values_list("key", "content_hash"))
    known = set(kept) | {claim.key for claim in claims}
    new = []
    for claim in claims:
        for field in ("part_of", "corrects", "retracts", "same_as"):
            named = getattr(claim, field)
            if named and named not in known:
                raise UnknownClaim(f"claim {claim.key} names «{named}» in {field}, and there is no such claim")
        digest = hashlib.sha256(canonical_json(claim_document(claim))).hexdigest()
        if kept.get(claim.key, digest) != digest:
            raise ClaimChanged(
                f"claim {claim.key} is kept with other words or numbers and never changes; "
                f"give the correction a key of its own and name {claim.key} in «corrects»"
            )
        if claim.key not in kept:
            new.append(_row(claim, digest, actor))
            kept[claim.key] = digest
    KeptClaim.objects.bulk_create(new, batch_size=1_000)
    return ClaimsKept(len(new), len(claims) - len(new))


@action
def keep_release(of_list: str, as_of: str, entries: Sequence[Entry], *, file: ReleaseFile, actor: Actor) -> ReleaseCard:
    """Keep one release of a list, and what became of everybody since the one before.

    The same release twice changes nothing.

    Raises:
        ReleaseOutOfOrder: a later release is kept, or one of that day with other content.
        NumberTwice: a number comes twice.
    """
    numbers = Counter(entry.number for entry in entries)
    if twice := [number for number, times in numbers.items() if times > 1]:
        raise NumberTwice(f"{file.name}: the number {twice[0]} comes {numbers[twice[0]]} times; each must be unique")
    kept_list, _ = NamedList.objects.get_or_create(name=of_list)
    NamedList.objects.select_for_update().get(pk=kept_list.pk)
    latest = Release.objects.filter(of_list=kept_list).order_by("-as_of").first()
    if latest is not None and latest.as_of >= as_of:
        same = Release.objects.filter(of_list=kept_list, as_of=as_of, file_sha256=file.sha256).first()
        if same is None:
            raise ReleaseOutOfOrder(
                f"{of_list}: the release of {latest.as_of} is kept already; releases arrive in the order of their dates"
            )
        card = release_card(same, repeated=True)
    else:
        changed = revision(entries_standing(kept_list), entries) if latest else _first(entries)
        counts = {name: len(getattr(changed, name)) for name in Revision.__slots__}
        release = Release.objects.create(
            of_list=kept_list,
            as_of=as_of,
            file_name=file.name[:255],
            file_sha256=file.sha256,
            persons=len(entries),
            changes=counts,
            kept_by=actor.name,
        )
        _end(kept_list, latest, changed)
        _begin(kept_list, release, changed)
        card = release_card(release)
    record_event(
        "figures.keep_release",
        actor=actor,
        subject=Subject("list", of_list),
        detail={"as_of": as_of, "file": file.name, "sha256": file.sha256, "repeated": card.repeated, **card.changes},
    )
    return card


@action
def keep_estimate(draft: EstimateDraft, *, actor: Actor) -> str:
    """Keep an estimate for ever, with all that it takes to compute it again. Gives its public id."""
    kept = KeptEstimate.objects.create(
        title=draft.title[:200],
        kind=draft.kind,
        inputs=draft.inputs,
        settings=draft.settings,
        result=draft.result,
        digest=estimate_digest(draft),
        version=antigone.__version__,
        assumptions=draft.assumptions,
        kept_by=actor.name,
    )
    kept.refresh_from_db(fields=["public_id"])
    record_event(
        "figures.keep_estimate",
        actor=actor,
        subject=Subject("estimate", str(kept.public_id)),
        detail={"title": draft.title, "kind": draft.kind, "digest": kept.digest},
    )
    return str(kept.public_id)


def estimate_digest(draft: EstimateDraft) -> str:
    """64 hexadecimal digits over inputs, settings and result."""
    content: dict[str, Any] = {"inputs": draft.inputs, "settings": draft.settings, "result": draft.result}
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _row(claim: Claim, digest: str, actor: Actor) -> KeptClaim:
    quantity = claim.amount.quantity
    return KeptClaim(
        key=claim.key,
        force=quantity.population.force,
        counted=quantity.counted.value,
        standing=claim.standing.value,
        as_of=claim.as_of,
        document=claim_document(claim),
        content_hash=digest,
        kept_by=actor.name,
    )


def _first(entries: Sequence[Entry]) -> Revision:
    return Revision((), (), (), (), (), tuple(entries), ())


def _end(of_list: NamedList, latest: Release | None, changed: Revision) -> None:
    if latest is None:
        return
    ended: Iterable[tuple[str, Fate, str]] = (
        *((entry.number, Fate.REMOVED, "") for entry in changed.removed),
        *((pair.before.number, Fate.RENUMBERED, pair.after.number) for pair in changed.renumbered),
        *((pair.before.number, Fate.MERGED, pair.after.number) for pair in changed.merged),
        *((pair.before.number, Fate.EDITED, pair.after.number) for pair in changed.edited),
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE figures_ended (number text, fate text, became text) ON COMMIT DROP")
        with cursor.cursor.copy("COPY figures_ended FROM STDIN") as copy:
            for row in ended:
                copy.write_row((row[0], row[1].value, row[2]))
        cursor.execute(
            "UPDATE figures_entry e SET last_id = %s, fate = f.fate, became = f.became FROM figures_ended f"
            " WHERE e.of_list_id = %s AND e.number = f.number AND e.last_id IS NULL",
            [latest.pk, of_list.pk],
        )
        cursor.execute("DROP TABLE figures_ended")


def _begin(of_list: NamedList, release: Release, changed: Revision) -> None:
    begun = (
        *changed.added,
        *(pair.after for pair in (*changed.renumbered, *changed.edited, *changed.doubled)),
    )
    columns = "of_list_id, number, name, sex, birth, age, first_id, fate, became"
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY figures_entry ({columns}) FROM STDIN") as copy:
        for entry in begun:
            copy.write_row(
                (of_list.pk, entry.number, entry.name, entry.sex, entry.birth, entry.age, release.pk, "", "")
            )
