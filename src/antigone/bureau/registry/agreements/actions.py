"""Keep what was agreed with a source."""

from __future__ import annotations

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.registry.agreements.values import AgreementDraft, UnfitAgreement
from antigone.bureau.registry.models import Agreement, Source
from antigone.bureau.registry.values import UnknownSource


@action
def keep_agreement(source_id: int, draft: AgreementDraft, *, actor: Actor) -> None:
    """Put an agreement in force in the place of the one before it.

    What it does not allow leaves the published schema in this transaction; what it allows anew is for
    `disclosure.actions.publish_what_may_be`.

    Raises:
        UnknownSource: there is no such source.
        UnfitAgreement: it has no text, or ends before it begins.
    """
    source = Source.objects.select_for_update().filter(pk=source_id).first()
    if source is None:
        raise UnknownSource(f"there is no source {source_id}")
    if not draft.text.strip():
        raise UnfitAgreement("write what was agreed, or where the agreement lies")
    if draft.valid_from and draft.valid_until and draft.valid_until < draft.valid_from:
        raise UnfitAgreement("the agreement ends before it begins")
    kept = Agreement.objects.create(
        source=source,
        text=draft.text.strip(),
        purpose=draft.purpose.strip(),
        shown_to=[audience.value for audience in draft.shown_to],
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
        kept_by=actor.name,
    )
    record_event(
        "registry.keep_agreement",
        actor=actor,
        subject=Subject("source", str(source_id)),
        detail={
            "agreement": kept.pk,
            "purpose": kept.purpose,
            "shown_to": kept.shown_to,
            "valid_from": draft.valid_from.isoformat() if draft.valid_from else "",
            "valid_until": draft.valid_until.isoformat() if draft.valid_until else "",
        },
    )
