"""`antigone identifications`: who was identified, on what it rests, and whether every signature still holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from antigone.commands.frame import Json, at_work, print_json

if TYPE_CHECKING:
    from antigone.bureau.identification.deciding.values import ComparisonCard, IdentificationCard
    from antigone.bureau.identification.deciding.verifying import Verification

identifications = typer.Typer(
    help="Identifications: who, on what grounds, signed by whom; and whether the signatures hold.", no_args_is_help=True
)

Identification = Annotated[UUID, typer.Argument(help="Its id, from «antigone identifications list».")]


@identifications.command(name="list")
def list_identifications(
    state: Annotated[str, typer.Option(help="proposed, signed, rescinded; else all.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="How many.")] = 200,
    as_json: Json = False,
) -> None:
    """Identifications, the newest first."""
    with at_work():
        from antigone.bureau.identification.deciding.queries import identifications as kept

        found = kept(state=state, limit=limit)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        people = ", ".join((one.proposed_by, *one.signed_by))
        print(f"{one.public_id}  {one.proposed_on}  {one.state:9}  {one.rule:8}  {one.sought_name}  ({people})")
    print(f"{len(found)} identifications")


@identifications.command()
def show(identification: Identification, as_json: Json = False) -> None:
    """One identification: the two records, what was compared, who signed."""
    with at_work():
        from antigone.bureau.identification.deciding.queries import identification_card

        card = identification_card(identification)
    if as_json:
        print_json(asdict(card) | {"canonical": card.canonical.decode()})
    else:
        _print_card(card)


def _print_card(card: IdentificationCard) -> None:
    print(f"Identification {card.public_id}: {card.state}, by the rule for {card.rule}, on {card.basis}")
    for record in card.sides:
        print(f"  {record.kind:8} {record.name}  {record.public_id}  ({record.source}, {record.source_record_id})")
    print(f"  because: {card.because}")
    if card.board:
        print(f"  board: {card.board.document}, SHA-256 {card.board.sha256}; {'; '.join(card.board.members)}")
    for one in card.comparisons:
        print(f"  {_said(one)}")
    for approval in card.approvals:
        reason = f": {approval.because}" if approval.because else ""
        print(f"  {approval.on}  {approval.by} {approval.act}, {approval.method} {approval.key_id}{reason}")
    if not card.fresh:
        print("  records or comparisons changed since; what was signed stands as it was")


def _said(one: ComparisonCard) -> str:
    finding = f"; posterior {one.finding.posterior}" if one.finding else ""
    return f"{one.identifier}: {one.verdict}{finding}; {one.grounds} ({one.evidence or 'no evidence'}; {one.by})"


@identifications.command()
def verify(
    identification: Annotated[UUID | None, typer.Argument(help="One; all otherwise.")] = None, as_json: Json = False
) -> None:
    """Check every signature again, against its key, its text and the ledger. Exit status 1 if one does not hold."""
    with at_work():
        from antigone.bureau.identification.deciding import verifying
        from antigone.interfaces.desk.deciding.signatures import verified

        found = tuple(verifying.verify(verified, identification))
    unsound = [one for one in found if not one.sound]
    if as_json:
        print_json({"checked": len(found), "unsound": len(unsound), "identifications": [_plain(one) for one in found]})
    else:
        for one in unsound:
            _print_unsound(one)
        signatures = sum(len(one.approvals) for one in found)
        by_server = sum(approval.method == "server" for one in found for approval in one.approvals)
        print(f"{len(found)} identifications with {signatures} signatures, {by_server} of them by the server (weaker)")
        print(f"{len(unsound)} do not hold" if unsound else "all hold")
    if unsound:
        raise typer.Exit(1)


def _plain(one: Verification) -> dict[str, object]:
    return asdict(one) | {"sound": one.sound}


def _print_unsound(one: Verification) -> None:
    print(f"{one.public_id}  {one.state}")
    for problem in one.problems:
        print(f"  {problem}")
    for approval in one.approvals:
        if approval.problem:
            print(f"  {approval.by} {approval.act}: {approval.problem}")
