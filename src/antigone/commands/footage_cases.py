"""`antigone footage open`, `add`, `describe`, `load`, `list` and `case`: what goes into a case, and its page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from antigone.commands.frame import Json, at_work, operator, print_json, say

Case = Annotated[str, typer.Argument(metavar="CASE", help="Code of the case.")]
Title = Annotated[str, typer.Option(help="What it is, in a few words.")]
ObtainedFrom = Annotated[str, typer.Option("--from", help="From whom or from where the bureau has it.")]
ObtainedOn = Annotated[str, typer.Option("--on", help="On which day it was obtained: 2024-08-01.")]
Published = Annotated[str, typer.Option(help="When it was published: 2024-06-02, or 2024-06-02T10:30+03:00.")]
PublishedBy = Annotated[str, typer.Option(help="Who published it.")]
Recorded = Annotated[str, typer.Option(help="When it is said to have been recorded; an interval with a slash.")]
ClaimedPlace = Annotated[str, typer.Option(help="Where it is said to have been recorded: a settlement.")]


def open_(
    case_code: Case,
    title: Title,
    claim: Annotated[str, typer.Option(help="What is claimed to have happened.")],
    claimed_by: Annotated[str, typer.Option(help="Who claims it.")],
    happened: Annotated[str, typer.Option(help="When it is said to have happened: 2024-05-20, 2024-05.")] = "",
    place: Annotated[str, typer.Option(help="Where, as a settlement; no coordinates.")] = "",
) -> None:
    """Open a case."""
    with at_work():
        from antigone.bureau.incidents.actions import open_incident
        from antigone.bureau.incidents.values import IncidentDraft

        code = open_incident(IncidentDraft(case_code, title, claim, claimed_by, happened, place), actor=operator())
    print(f"case {code} is open")


def add(
    case_code: Case,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Pictures, videos, PDF, GeoTIFF.")],
    obtained_from: ObtainedFrom,
    obtained_on: ObtainedOn,
    title: Annotated[str, typer.Option(help="What it is; else the file's name.")] = "",
    published: Published = "",
    published_by: PublishedBy = "",
    recorded: Recorded = "",
    claimed_place: ClaimedPlace = "",
    generation: Annotated[str, typer.Option(help="original, copy, re-encoded or unknown.")] = "unknown",
    edited: Annotated[str, typer.Option(help="yes, no or unknown.")] = "unknown",
    licence: Annotated[str, typer.Option(help="On what terms it may be used.")] = "",
    language: Annotated[str, typer.Option(help="In which language it is.")] = "",
    sensitivity: Annotated[str, typer.Option(help="ordinary, graphic or prisoner.")] = "ordinary",
    note: Annotated[str, typer.Option(help="Whatever else must be known of it.")] = "",
    as_json: Json = False,
) -> None:
    """Take files into a case as they are: hashed, sealed to the vault, each with its custody; see docs/footage.md."""
    from antigone.interfaces.terminal import progress_bar

    with at_work():
        from antigone.bureau.incidents.actions import add_file
        from antigone.bureau.incidents.values import ItemDraft

        taken = []
        with progress_bar("files", total=len(files)) as advance:
            for number, named in enumerate(files, 1):
                draft = ItemDraft(
                    title or Path(named).name,
                    obtained_from,
                    _day(obtained_on),
                    published=published,
                    published_by=published_by,
                    recorded=recorded,
                    claimed_place=claimed_place,
                    generation=generation,
                    edited=edited,
                    licence=licence,
                    language=language,
                    sensitivity=sensitivity,
                    note=note,
                )
                taken.append({"file": named, "item": add_file(case_code, named, draft, actor=operator())})
                advance(number)
    if as_json:
        print_json({"case": case_code.upper(), "items": taken})
    else:
        for one in taken:
            print(f"{one['file']} is item {one['item']} of case {case_code.upper()}")


def describe(
    case_code: Case,
    media_type: Annotated[str, typer.Argument(help="Such as video/mp4 or image/tiff.")],
    title: Title,
    obtained_from: ObtainedFrom,
    obtained_on: ObtainedOn,
    published: Published = "",
    published_by: PublishedBy = "",
    recorded: Recorded = "",
    claimed_place: ClaimedPlace = "",
    note: Annotated[str, typer.Option(help="Whatever else must be known of it.")] = "",
) -> None:
    """Write down a medium that somebody published and that the bureau does not hold."""
    with at_work():
        from antigone.bureau.incidents.actions import describe_medium
        from antigone.bureau.incidents.values import ItemDraft

        draft = ItemDraft(
            title,
            obtained_from,
            _day(obtained_on),
            published=published,
            published_by=published_by,
            recorded=recorded,
            claimed_place=claimed_place,
            note=note,
        )
        number = describe_medium(case_code, media_type, draft, actor=operator())
    print(f"item {number} of case {case_code.upper()} is described")


def load(
    document: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="YAML; docs/footage.md")],
    as_json: Json = False,
) -> None:
    """Open a case that is written down as a document; files are looked for beside it."""
    import yaml

    try:
        said = yaml.safe_load(document.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f", line {line + 1}" if line is not None else ""
        raise typer.BadParameter(f"{document.name}{where} is no YAML in UTF-8") from None
    with at_work():
        from antigone.bureau.incidents.loading import load_case

        code = load_case(said, document.parent, actor=operator())
    print_json({"case": code}) if as_json else print(f"case {code} is open")


def list_(as_json: Json = False) -> None:
    """List the cases, the newest first."""
    with at_work():
        from antigone.bureau.incidents.queries import cases

        found = cases()
    if as_json:
        print_json([one.as_json() for one in found])
    for one in found if not as_json else ():
        print(f"{one.code}  {one.title}  ({one.items} files, {one.findings} findings)")


def case(
    case_code: Case,
    out: Annotated[Path, typer.Argument(help="A new folder.")],
    language: Annotated[str, typer.Option(help="uk, ru or en: of index.html; all three are there.")] = "uk",
    originals: Annotated[bool, typer.Option("--originals", help="With the files as they came.")] = False,
    because: Annotated[str, typer.Option(help="Why the originals leave the bureau; it stays written.")] = "",
    to: Annotated[str, typer.Option(help="Who gets them.")] = "",
    as_json: Json = False,
) -> None:
    """Write the page of a case with its data, custody and proofs into a folder that anybody can verify."""
    from antigone.server.configuration import Zone

    if language not in ("uk", "ru", "en"):
        raise typer.BadParameter(f"«{language}» is no language of these pages; write uk, ru or en")
    with at_work(Zone.VAULT if originals else None) as configuration:
        from antigone.bureau.incidents.exporting.originals import note_export, write_originals
        from antigone.interfaces.papers.case.issuing import write_case

        if originals:
            from antigone.server.vault_keys import vault_private_key

            key = vault_private_key(configuration).of_hpke
            note_export(case_code, because=because, to=to, actor=operator())
            written = write_case(
                case_code,
                out,
                actor=operator(),
                language=language,
                originals=lambda folder: write_originals(case_code, folder, key),
            )
        else:
            written = write_case(case_code, out, actor=operator(), language=language)
    if as_json:
        print_json({"case": written.case, "folder": str(out), "files": written.files, "originals": written.originals})
    else:
        print(f"case {written.case} is in {out}: {written.files} files, {written.originals} originals")
        say(f"check it anywhere with: antigone footage verify {out}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(f"«{text}» is no day; write 2024-08-01") from None
