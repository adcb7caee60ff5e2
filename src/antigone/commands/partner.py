"""`antigone partner`: who has a key, and what partners brought."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from antigone.commands.frame import Json, at_work, operator, print_json
from antigone.commands.partner_webhooks import webhook

partner = typer.Typer(help="Partners with keys, and the records that they bring.", no_args_is_help=True)

partner.add_typer(webhook, name="webhook")

Name = Annotated[str, typer.Argument(help="The partner's name.")]
Number = Annotated[int, typer.Argument(help="The delivery's number, from «antigone partner deliveries».")]


@partner.command(name="add")
def partner_add(
    name: Name,
    feed: Annotated[bool, typer.Option("--feed/--no-feed", help="It may read the feeds.")] = True,
    write: Annotated[bool, typer.Option("--write", help="It may bring records of its own domain.")] = False,
    search: Annotated[bool, typer.Option("--search", help="It may search as the public does.")] = False,
    figures: Annotated[bool, typer.Option("--figures", help="It may read figures.")] = False,
    enquire: Annotated[bool, typer.Option("--enquire", help="It may leave enquiries for families.")] = False,
    agreed: Annotated[
        bool, typer.Option("--agreed", help="It may read what sources agreed that partners may have.")
    ] = False,
    domain: Annotated[str, typer.Option(help="Its domain, with which the ids of its records begin.")] = "",
    audience: Annotated[str, typer.Option(help="public or partner: as whom it reads where that matters.")] = "public",
    quota: Annotated[int, typer.Option(help="Requests a day (UTC).")] = 1_000,
    as_json: Json = False,
) -> None:
    """Add a partner and print its key, once; only a hash of it is kept."""
    with at_work():
        from antigone.bureau.disclosure.partners import Audience, PartnerDraft, Scope, add_partner

        if audience not in set(Audience):
            raise typer.BadParameter(f"«{audience}» is no audience; write {' or '.join(Audience)}")
        wanted = {
            Scope.FEED: feed, Scope.WRITE: write, Scope.SEARCH: search, Scope.FIGURES: figures, Scope.ENQUIRE: enquire,
            Scope.AGREED: agreed,
        }  # fmt: skip
        scopes = tuple(scope for scope, given in wanted.items() if given)
        draft = PartnerDraft(name, scopes, domain, Audience(audience), quota)
        key = add_partner(draft, actor=operator())
    if as_json:
        print_json({"partner": name, "key": key})
    else:
        print(f"The key of «{name}», shown this once; it goes into the header «Authorization: Bearer KEY»:\n{key}")


@partner.command(name="renew")
def partner_renew(name: Name, as_json: Json = False) -> None:
    """Give a partner another key, printed once; the one before is good no more. All else of the partner stays."""
    with at_work():
        from antigone.bureau.disclosure.partners import renew_key

        key = renew_key(name, actor=operator())
    if as_json:
        print_json({"partner": name, "key": key})
    else:
        print(f"The new key of «{name}», shown this once; the one before is good no more:\n{key}")


@partner.command(name="revoke")
def partner_revoke(name: Name, reason: Annotated[str, typer.Option(help="Why; it stands in the ledger.")]) -> None:
    """Take a partner's key back, for good."""
    with at_work():
        from antigone.bureau.disclosure.partners import revoke_partner

        revoke_partner(name, reason=reason, actor=operator())
    print(f"The key of «{name}» is good no more.")


@partner.command(name="list")
def partner_list(as_json: Json = False) -> None:
    """List the partners, with what they may and how much of today's quota is used."""
    with at_work():
        from antigone.bureau.disclosure.partners import partners_with_keys

        found = partners_with_keys()
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        state = f"revoked {one.revoked_on}" if one.revoked_on else f"{one.used_today} of {one.quota} today"
        print(f"{one.name}: {', '.join(one.scopes)}{f' for {one.domain}' if one.domain else ''}; {state}")
    if not found:
        print("There is no partner yet. Add one with: antigone partner add NAME")


@partner.command(name="deliveries")
def partner_deliveries_(as_json: Json = False) -> None:
    """List what partners brought and nobody has taken in yet."""
    with at_work():
        from antigone.bureau.disclosure.partners import partner_deliveries

        found = partner_deliveries()
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        print(f"{one.number}: {one.records} records of «{one.partner}», {one.received_on}")
    if not found:
        print("Nothing waits.")


@partner.command(name="take")
def partner_take(
    number: Number,
    source: Annotated[str, typer.Option(help="Under which source; else the partner's name.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would happen; change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Import a delivery as a batch, which can be undone as any other."""
    from tempfile import TemporaryDirectory

    from antigone.bureau.registry.values import SourceDraft
    from antigone.interfaces.terminal import arrival_in_words, progress_bar

    with at_work() as configuration, TemporaryDirectory(prefix="antigone-delivery-") as folder:
        from antigone.bureau.disclosure.partners import close_delivery, delivery_document
        from antigone.interfaces.exchange.incoming import IncomingFile
        from antigone.interfaces.exchange.incoming_formats import import_any, preview_any

        name, document = delivery_document(number)
        path = Path(folder) / f"delivery-{number}.xml"
        path.write_bytes(document)
        arrive = preview_any if dry_run else import_any
        with progress_bar("records") as advance:
            arrival = arrive(
                IncomingFile(path, "pfif"),
                SourceDraft(source or name),
                actor=operator(),
                own_domains=frozenset(configuration.public_hosts),
                progress=advance,
            )
        if not dry_run:
            close_delivery(number, batch_id=arrival.summary.batch_id, reason="taken in", actor=operator())
    print_json(arrival.as_json()) if as_json else print(arrival_in_words(arrival, rejected_file=None))


@partner.command(name="drop")
def partner_drop(number: Number, reason: Annotated[str, typer.Option(help="Why; it stands in the ledger.")]) -> None:
    """Drop a delivery unread or unwanted; its content goes."""
    with at_work():
        from antigone.bureau.disclosure.partners import close_delivery

        close_delivery(number, batch_id=None, reason=reason, actor=operator())
    print(f"Delivery {number} is dropped.")


@partner.command(name="describe")
def partner_describe() -> None:
    """Print the description of the interface for partners' programs (OpenAPI 3.1)."""
    with at_work():
        from antigone.interfaces.api.v1.description import text

        print(text(), end="")
