"""`antigone remains place`, `count`, `list`, `show` and `stock`: what lies where, now and at any past moment."""

from __future__ import annotations

import csv
import sys
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from antigone.commands.frame import Json, at_work, operator, print_json
from antigone.commands.remains_options import At, moment, numbers_from

if TYPE_CHECKING:
    from antigone.bureau.remains.values import ChainLink, ListedPart

AtPlace = Annotated[str, typer.Argument(help="Code of a place; with all that is below it. Else everywhere.")]


def place(
    code: Annotated[str, typer.Argument(help="Short, in Latin capitals; it stands on labels.")],
    name: Annotated[str, typer.Argument(help="What people call it.")],
    kind: Annotated[str, typer.Option(help="country, facility, car, row or shelf.")],
    within: Annotated[str, typer.Option(help="Code of the place that it is part of.")] = "",
    capacity: Annotated[int | None, typer.Option(min=0, help="How many parts fit, with all that is below it.")] = None,
) -> None:
    """Add a place of storage, or change the name or capacity of one."""
    with at_work():
        from antigone.bureau.remains.actions import keep_place
        from antigone.bureau.remains.models import PlaceKind

        if kind not in PlaceKind.values:
            raise typer.BadParameter(f"«{kind}» is no kind of place; write one of {', '.join(PlaceKind.values)}")
        kept = keep_place(code, name, PlaceKind(kind), within=within, capacity=capacity, actor=operator())
    print(f"place {kept} is kept")


def close(code: Annotated[str, typer.Argument(help="Code of an empty place.")]) -> None:
    """Close an empty place; nothing is put there any more."""
    with at_work():
        from antigone.bureau.remains.actions import close_place

        close_place(code, actor=operator())
    print(f"place {code.upper()} is closed")


def temperature(
    code: Annotated[str, typer.Argument(help="Code of the place.")],
    celsius: Annotated[str, typer.Argument(help="Degrees Celsius, such as -4.5; else the newest are shown.")] = "",
    at: At = "",
    as_json: Json = False,
) -> None:
    """Keep a reading of the thermometer in a place, or show the newest. Below zero write «-- CAR-01 -4.5»."""
    with at_work():
        from antigone.bureau.remains.counting.actions import note_temperature
        from antigone.bureau.remains.counting.queries import temperatures

        if celsius:
            try:
                read = Decimal(celsius.replace(",", "."))
            except InvalidOperation:
                raise typer.BadParameter(f"«{celsius}» is no temperature; write it like -4.5") from None
            note_temperature(code, read, at=moment(at), actor=operator())
        found = temperatures(code)
    if as_json:
        print_json([{"at": when, "celsius": str(degrees), "by": by} for when, degrees, by in found])
    else:
        print("\n".join(f"{when:%Y-%m-%d %H:%M}  {degrees} °C  {by}" for when, degrees, by in found) or "none is kept")


def count(place_code: AtPlace = "", at: At = "", as_json: Json = False) -> None:
    """How many parts lie, or lay, in every place. Counted from the events of custody."""
    with at_work():
        from antigone.bureau.remains.counting.queries import totals

        found = totals(place_code, moment(at))
    if as_json:
        print_json([asdict(row) for row in found])
        return
    for row in found:
        room = f" of {row.capacity:,}" if row.capacity is not None else ""
        print(f"{'  ' * row.depth + row.code:24}{row.all_below:>8,}{room:12} {row.name}{', closed' * row.closed}")
    if not found:
        print("No place is kept yet. Begin with: antigone remains place UA Україна --kind country")


def list_(
    place_code: AtPlace = "",
    at: At = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table.")] = False,
    as_json: Json = False,
) -> None:
    """List the parts that lie, or lay, in a place; without one, all parts wherever they are."""
    with at_work():
        from antigone.bureau.remains.counting.queries import list_parts

        found = list_parts(place_code, moment(at))
    if as_json:
        print_json([asdict(part) for part in found])
    elif as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(["number", "what", "body", "holder", "place", "party", "offer", "since"])
        for part in found:
            writer.writerow([part.number, _plain(part.what), part.body, part.holder, part.place, _plain(part.party),
                             part.offer, part.since.isoformat()])  # fmt: skip
    else:
        print("\n".join(map(_listed, found)) or "nothing lies there")


def show(number: Annotated[str, typer.Argument(help="Of a part.")], as_json: Json = False) -> None:
    """Show one part with its chain of custody, its examination and the effects that belong to it."""
    with at_work():
        from antigone.bureau.remains.queries import part_page, public_id_of

        found = part_page(public_id_of(number))
    if as_json:
        print_json(asdict(found))
        return
    print(_listed(found.now))
    print("\n".join(_link(link) for link in found.chain))
    print("  ".join(f"{subject}: {step}" for subject, (step, _) in found.checklist.items()))
    for packet in found.packets:
        print(f"packet {packet.seal}, {packet.state}: {'; '.join(packet.contents)}")


def stock(
    place_code: Annotated[str, typer.Argument(help="Code of the place that was counted, with all below it.")],
    seen: Annotated[list[str], typer.Argument(help="Numbers that were seen there; @FILE reads them from a file.")],
    at: At = "",
    as_json: Json = False,
) -> None:
    """Keep a count of what lies in a place, and say what differs from the register. Exit status 1 if anything does."""
    with at_work():
        from antigone.bureau.remains.counting.actions import take_stock

        found = take_stock(place_code, numbers_from(seen), at=moment(at), actor=operator())
    if as_json:
        print_json(asdict(found) | {"none": found.none})
    else:
        print(f"{found.counted:,} counted, {found.expected:,} expected")
        for number in found.missing:
            print(f"missing here: {number}")
        for number, where in found.elsewhere.items():
            print(f"should not be here: {number}, which the register has in {where}")
        for number in found.unknown:
            print(f"unknown: {number}")
    if not found.none:
        raise typer.Exit(1)


def stature(
    lengths: Annotated[list[str], typer.Argument(metavar="BONE=CM...", help="Such as femur=45.2 tibia=37.0.")],
    sex: Annotated[str, typer.Option(help="male or female; else both are left open.")] = "",
    as_json: Json = False,
) -> None:
    """Estimate stature from long bones (Trotter and Gleser 1952), with words for the record's description."""
    from antigone.evidence.bones import Bone, Sex
    from antigone.evidence.bones import stature as estimated

    measured = {}
    for one in lengths:
        bone, _, length = one.partition("=")
        try:
            measured[Bone(bone)] = float(length)
        except ValueError:
            raise typer.BadParameter(f"«{one}» is not BONE=CM; bones are {', '.join(Bone)}") from None
    if sex not in ("", *Sex):
        raise typer.BadParameter("the sex is male or female; leave it out where nobody knows")
    found = estimated(measured, Sex(sex) if sex else None)
    if as_json:
        print_json(asdict(found) | {"words": found.words})
    else:
        by = ", ".join(f"{of}: {bones}" for of, bones in found.by.items())
        print(f"{found.best} cm, standard error {found.error} ({by})\nfor the description: {found.words}")


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _listed(part: ListedPart) -> str:
    where = part.place or part.party or part.holder
    return "  ".join(filter(None, [f"{part.number:14}", f"{where:14}", part.offer, part.body, part.what]))


def _link(link: ChainLink) -> str:
    said = [link.detail or link.place or link.party, link.grave, link.words, link.document]
    hands = f"{link.gives} → {link.takes}" if link.takes else link.by
    return f"{link.at:%Y-%m-%d %H:%M}  {link.verb.replace('_', ' '):13} {'; '.join(filter(None, said))} ({hands})"
