"""`antigone remains transfer`: lists drawn up, offered, answered, handed over."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from antigone.commands.frame import Json, at_work, operator, print_json
from antigone.commands.remains_options import (
    At,
    Gives,
    Numbers,
    Paper,
    SomeNumbers,
    Takes,
    Words,
    moment,
    numbers_from,
)

ListNumber = Annotated[str, typer.Argument(metavar="LIST", help="Number of the transfer list.")]


def draw_up(
    list_number: ListNumber,
    numbers: Numbers,
    party: Annotated[str, typer.Option(help="To whom they shall be offered.")],
    channel: Annotated[str, typer.Option(help="Who carries the offer, if not the party itself.")] = "",
) -> None:
    """Draw up a list of parts for a party; it is offered in a step of its own."""
    with at_work():
        from antigone.bureau.remains.transfers import actions

        parts = numbers_from(numbers)
        actions.draw_up(list_number, parts, party=party, channel=channel, actor=operator())
    print(
        f"list {list_number} holds {len(parts):,} parts; offer it with: antigone remains transfer offer {list_number}"
    )


def offer(
    list_number: ListNumber,
    letter: Annotated[str, typer.Option(help="The letter that carried the offer.")] = "",
    at: At = "",
) -> None:
    """Offer everything on a list to its party."""
    with at_work():
        from antigone.bureau.remains.transfers import actions

        public_id = actions.transfer_numbered(list_number)
        count = actions.offer(public_id, document=letter, at=moment(at), actor=operator())
    print(f"{count:,} parts are offered")


def accept(list_number: ListNumber, numbers: SomeNumbers = None, words: Words = "", at: At = "") -> None:
    """The party accepts these parts, or all that it has not answered yet."""
    with at_work():
        from antigone.bureau.remains.transfers import actions

        public_id = actions.transfer_numbered(list_number)
        some = numbers_from(numbers) if numbers else None
        count = actions.accept(public_id, some, words=words, at=moment(at), actor=operator())
    print(f"{count:,} parts are accepted")


def refuse(
    list_number: ListNumber,
    words: Annotated[str, typer.Option(help="The words of the refusal, as they were said.")],
    source: Annotated[str, typer.Option(help="Where they were said: an address, a letter.")],
    said_on: Annotated[str, typer.Option(help="On which day: 2026-06-07.")],
    numbers: SomeNumbers = None,
    at: At = "",
) -> None:
    """The party refuses these parts, or all that are open; its words are kept with their source and day."""
    with at_work():
        from antigone.bureau.remains.transfers import actions
        from antigone.bureau.remains.values import Refusal

        public_id = actions.transfer_numbered(list_number)
        some = numbers_from(numbers) if numbers else None
        refusal = Refusal(words, source, said_on)
        count = actions.refuse(public_id, some, refusal=refusal, at=moment(at), actor=operator())
    print(f"{count:,} parts are refused")


def silence(list_number: ListNumber, numbers: SomeNumbers = None, words: Words = "", at: At = "") -> None:
    """The party has not answered; the offer of these parts, or of all that are open, is closed."""
    with at_work():
        from antigone.bureau.remains.transfers import actions

        public_id = actions.transfer_numbered(list_number)
        some = numbers_from(numbers) if numbers else None
        count = actions.note_silence(public_id, some, words=words, at=moment(at), actor=operator())
    print(f"{count:,} parts are without an answer")


def withdraw(
    list_number: ListNumber,
    numbers: Numbers,
    words: Annotated[str, typer.Option(help="Why the bureau takes the offer back.")],
    at: At = "",
) -> None:
    """The bureau takes its offer of these parts back, also where it was accepted."""
    with at_work():
        from antigone.bureau.remains.transfers import actions

        public_id = actions.transfer_numbered(list_number)
        count = actions.withdraw_offer(public_id, numbers_from(numbers), words=words, at=moment(at), actor=operator())
    print(f"{count:,} parts are on offer no more")


def hand_over(
    list_number: ListNumber, gives: Gives, takes: Takes, paper: Paper, numbers: SomeNumbers = None, at: At = ""
) -> None:
    """Hand over these parts, or all that were accepted, against the signatures of both sides."""
    with at_work():
        from antigone.bureau.remains.transfers import actions
        from antigone.bureau.remains.values import Signed

        public_id = actions.transfer_numbered(list_number)
        some = numbers_from(numbers) if numbers else None
        signed = Signed(gives, takes, paper)
        count = actions.hand_over(public_id, some, signed=signed, at=moment(at), actor=operator())
    print(f"{count:,} parts are handed over")


def status(as_json: Json = False) -> None:
    """Show every transfer list in numbers, counted from the events."""
    with at_work():
        from antigone.bureau.remains.queries import transfer_cards

        found = transfer_cards()
    if as_json:
        print_json([asdict(card) for card in found])
        return
    for card in found:
        through = f" through {card.channel}" if card.channel else ""
        print(
            f"{card.number}: for {card.party}{through}: {card.listed:,} listed, {card.offered:,} offered,"
            f" {card.accepted:,} accepted, {card.refused:,} refused, {card.unanswered:,} without an answer,"
            f" {card.handed_over:,} handed over, {card.returned:,} came back"
        )
    if not found:
        print("No list is drawn up yet. Begin with: antigone remains transfer draw-up")
