"""`antigone enquiries`: how the families' enquiries stand, withdrawal on request, retention.

Nothing that a family wrote, and not how it is reached, comes out here: that opens in the vault, for the case worker to
whom the enquiry is assigned.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from antigone.commands.frame import Json, at_work, operator, print_json

if TYPE_CHECKING:
    from antigone.bureau.enquiries.cards import EnquiryCard

enquiries = typer.Typer(
    help="Families' enquiries: how they stand; withdrawn on request; what is kept too long.", no_args_is_help=True
)

Enquiry = Annotated[UUID, typer.Argument(help="The enquiry's id, from «antigone enquiries list».")]


@enquiries.command(name="list")
def list_enquiries(
    state: Annotated[str, typer.Option(help="received, open, answered, closed, withdrawn; else all.")] = "",
    assigned_to: Annotated[str | None, typer.Option(help="Only of this case worker; '' for nobody's.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 50,
    as_json: Json = False,
) -> None:
    """Enquiries, the oldest first, and how many there are in each state."""
    with at_work():
        from antigone.bureau.enquiries.queries import enquiries as found_enquiries
        from antigone.bureau.enquiries.queries import enquiry_counts
        from antigone.bureau.enquiries.upkeep.outbox import outbox_counts

        found = found_enquiries(state=state, assigned_to=assigned_to, limit=limit)
        counts, outbox = asdict(enquiry_counts()), asdict(outbox_counts())
    if as_json:
        print_json({"counts": counts, "outbox": outbox, "enquiries": [asdict(line) for line in found]})
        return
    for line in found:
        whose = line.assigned_to or "nobody"
        match = "  possible match" if line.possible_match else ""
        print(f"{line.id}  {line.left_on}  {line.state:9}  {whose:16}  {line.name or '(no name)'}{match}")
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    print(f"notices: {', '.join(f'{count} {name}' for name, count in outbox.items())}")


@enquiries.command(name="show")
def show_enquiry(enquiry: Enquiry, as_json: Json = False) -> None:
    """One enquiry: where it stands, what was written when, what was told."""
    with at_work():
        from antigone.bureau.enquiries.queries import enquiry_card

        card = enquiry_card(enquiry)
    if as_json:
        print_json(asdict(card))
    else:
        _print_card(card)


def _print_card(card: EnquiryCard) -> None:
    paused = ", paused" if card.paused else ""
    print(
        f"Enquiry {card.id}: {card.state}{paused}, left on {card.left_on} in {card.language}, by {card.relation or '?'}"
    )
    whose = card.assigned_to or "nobody"
    print(f"  seeks {card.name or '(no name)'}, record {card.record or 'none'}; assigned to {whose}")
    told = ", ".join(sorted(card.may_be_told)) or "nobody besides the bureau"
    print(f"  may be told: {told}; when withdrawn: {card.keep_record} the record; renewed until {card.renew_by}")
    print(f"  sealed; opened {card.openings} times" if card.sealed else "  nothing of it opens any more")
    for letter in card.letters:
        print(f"  {letter.day}  {letter.kind:10}  {letter.written_by or 'the family'}")
    for telling in card.tellings:
        frozen = ", frozen" if telling.frozen else ""
        print(f"  telling {telling.public_id}: {telling.stage}{frozen}, drafted by {telling.drafted_by}")


@enquiries.command(name="withdraw")
def withdraw_enquiry(
    enquiry: Enquiry,
    reason: Annotated[str, typer.Option(help="How the family asked for it; it goes into the ledger.")],
    erase_record: Annotated[
        bool, typer.Option("--erase-record/--keep-record", help="What becomes of the record of the person sought.")
    ] = True,
    as_json: Json = False,
) -> None:
    """Withdraw an enquiry for a family that asks a person to; contact, messages and key are gone at once."""
    with at_work():
        from antigone.bureau.enquiries.actions import withdraw_for_family
        from antigone.bureau.enquiries.values import KeepRecord

        keep = KeepRecord.ERASE if erase_record else KeepRecord.KEEP
        withdraw_for_family(enquiry, keep_record=keep, reason=reason, actor=operator())
    if as_json:
        print_json({"enquiry": str(enquiry), "record": keep.value})
        return
    rest = "the worker erases the record in its next round" if erase_record else "the record stays"
    print(f"Enquiry {enquiry} is withdrawn: contact, messages and key are gone; {rest}.")


@enquiries.command(name="retention")
def retention(as_json: Json = False) -> None:
    """Remind and shed what is due now; the worker does the same four times a day."""
    from antigone.server.configuration import Zone

    with at_work(Zone.WORKER):
        from antigone.bureau.enquiries.upkeep.retention import keep_to_retention

        reminded, shed = keep_to_retention(actor=operator())
    if as_json:
        print_json({"reminded": reminded, "shed": shed})
        return
    print(f"{reminded} families are reminded; {shed} enquiries shed contact and messages.")
