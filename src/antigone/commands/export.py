"""`antigone export`: what may leave, written to files; a static edition of what is public, and its check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antigone.commands.frame import Json, at_work, operator, print_json, this_configuration

if TYPE_CHECKING:
    from antigone.interfaces.exchange.outgoing import FileFormat

export = typer.Typer(help="Files of what may leave, for the public or for a named partner.", no_args_is_help=True)

Out = Annotated[Path, typer.Argument(help="The file to write; one that is there is replaced.", dir_okay=False)]
Audience = Annotated[str, typer.Option(help="public: who may be listed; partner: what agreements allow besides.")]
Partner = Annotated[str, typer.Option(help="The agency for whom a partner's file is; it stands in the ledger.")]
Domain = Annotated[str, typer.Option(help="The domain in the ids; else the first of ANTIGONE_PUBLIC_HOSTS.")]


@export.command(name="pfif")
def export_pfif(
    out: Out,
    audience: Audience = "public",
    partner: Partner = "",
    version: Annotated[str, typer.Option(help="1.1, 1.2, 1.3 or 1.4.")] = "1.4",
    domain: Domain = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="As a table with PFIF's fields as columns (1.4).")] = False,
    as_json: Json = False,
) -> None:
    """Write people as PFIF."""
    if as_csv and version != "1.4":
        raise typer.BadParameter("the table has the fields of 1.4; leave --version out")
    _export(out, "pfif-csv" if as_csv else "pfif", audience, partner, version, domain, as_json=as_json)


@export.command(name="ftm")
def export_ftm(
    out: Out, audience: Audience = "public", partner: Partner = "", domain: Domain = "", as_json: Json = False
) -> None:
    """Write people as FollowTheMoney entities, one a line, as yente and OpenSanctions' tools load them."""
    _export(out, "ftm", audience, partner, "1.4", domain, as_json=as_json)


@export.command(name="csv")
def export_csv(
    out: Out, audience: Audience = "public", partner: Partner = "", domain: Domain = "", as_json: Json = False
) -> None:
    """Write people as CSV; no cell can act as a formula."""
    _export(out, "csv", audience, partner, "1.4", domain, as_json=as_json)


@export.command(name="xlsx")
def export_xlsx(
    out: Out, audience: Audience = "public", partner: Partner = "", domain: Domain = "", as_json: Json = False
) -> None:
    """Write people as a workbook; every cell is text."""
    _export(out, "xlsx", audience, partner, "1.4", domain, as_json=as_json)


@export.command(name="static")
def export_static(
    out: Annotated[Path, typer.Argument(help="A new folder.", file_okay=False)],
    site: Annotated[str, typer.Option(help="Where the living site is reached, https://…, for links to it.")] = "",
    as_json: Json = False,
) -> None:
    """Write a signed edition of the public pages that opens from a disk and names nobody."""
    from datetime import UTC, datetime

    from antigone.interfaces.terminal import progress_bar

    with at_work() as configuration:
        from antigone.interfaces.exchange.edition import write_edition
        from antigone.server.ledger_keeping import ledger_signer

        with progress_bar("files") as advance:
            edition = write_edition(
                out,
                signer=ledger_signer(configuration),
                bureau=configuration.bureau_name,
                site=site.rstrip("/"),
                made_on=datetime.now(UTC).date().isoformat(),
                actor=operator(),
                progress=advance,
            )
    if as_json:
        print_json({"folder": str(out), "files": edition.files, "manifest_sha256": edition.manifest_sha256})
    else:
        print(f"{out}: {edition.files} files, signed. Open index.html; check with: antigone export verify {out}")


@export.command(name="verify")
def export_verify(
    folder: Annotated[Path, typer.Argument(help="A folder with an edition.", file_okay=False)],
    key: Annotated[str, typer.Option(help="The bureau's public key, NAME+KEYID+BASE64; else this bureau's own.")] = "",
    as_json: Json = False,
) -> None:
    """Check that an edition is whole and signed by a bureau's key; needs no database, with --key no bureau either."""
    from dataclasses import asdict

    from antigone.bureau.ledger.notes import Verifier
    from antigone.interfaces.exchange.edition.signing import verify_edition

    if key:
        verifier = Verifier.from_text(key)
    else:
        from antigone.server.ledger_keeping import ledger_signer

        verifier = ledger_signer(this_configuration()).verifier
    verdict = verify_edition(folder, verifier)
    if as_json:
        print_json({"sound": True} | asdict(verdict))
    else:
        print(f"{folder} is the edition of {verdict.bureau} of {verdict.made_on}: {verdict.files} files, as signed.")


def _export(
    out: Path, file_format: str, audience: str, partner: str, version: str, domain: str, *, as_json: bool
) -> None:
    from antigone.interfaces.exchange.pfif import version_named
    from antigone.interfaces.terminal import progress_bar

    known = version_named(version)
    with at_work() as configuration:
        from antigone.bureau.disclosure.letting_out import FileAudience
        from antigone.interfaces.exchange.outgoing import FileFormat, export_people, home_of_bureau

        if audience not in set(FileAudience):
            raise typer.BadParameter(f"«{audience}» is no audience; write {' or '.join(FileAudience)}")
        chosen: FileFormat = FileFormat(file_format)
        needs_home = chosen in (FileFormat.PFIF, FileFormat.PFIF_TABLE, FileFormat.FTM)
        hosts = configuration.public_hosts if needs_home else ("unnamed.invalid",)
        home = home_of_bureau(hosts, configuration.bureau_name, domain)
        with progress_bar("people") as advance:
            written = export_people(
                out,
                chosen,
                FileAudience(audience),
                home=home,
                actor=operator(),
                partner=partner,
                version=known,
                progress=advance,
            )
    if as_json:
        print_json({"file": str(out), "audience": audience, "persons": written.persons, "sha256": written.sha256})
    else:
        print(f"{out}: {written.persons:,} people, for the {audience}. SHA-256 {written.sha256}")
