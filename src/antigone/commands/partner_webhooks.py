"""`antigone partner webhook`: where partners' programs are told that something changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from antigone.commands.frame import Json, at_work, operator, print_json

webhook = typer.Typer(help="Signed messages without content to partners' programs.", no_args_is_help=True)

Identifier = Annotated[str, typer.Argument(help="The webhook's id, from «antigone partner webhook list».")]


@webhook.command(name="add")
def webhook_add(
    name: Annotated[str, typer.Argument(help="The partner's name.")],
    url: Annotated[str, typer.Argument(help="Where its program listens: https://hooks.example.org/path.")],
    topic: Annotated[
        list[str] | None,
        typer.Option(help="persons.changed, figures.changed or delivery.closed; repeat for more, all without it."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell a partner's program at this address that something changed; print the key that it checks messages with."""
    with at_work() as configuration:
        from antigone.bureau.disclosure.partners.webhooks import Topic, add_webhook
        from antigone.server.webhooks import public_key

        if unknown := set(topic or ()) - set(Topic):
            raise typer.BadParameter(f"«{unknown.pop()}» is no topic; write one of {', '.join(Topic)}")
        topics = tuple(Topic(one) for one in topic or Topic)
        identifier = add_webhook(name, url, topics, actor=operator())
        key = public_key(configuration)
    if as_json:
        print_json({"webhook": identifier, "public_key": key})
    else:
        print(f"Webhook {identifier}. The partner checks messages with this key (Standard Webhooks, v1a):\n{key}")


@webhook.command(name="list")
def webhook_list(as_json: Json = False) -> None:
    """List the webhooks, and how their messages stand."""
    with at_work():
        from antigone.bureau.disclosure.partners.webhooks import webhooks

        found = webhooks()
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        state = f"removed {one.removed_on}" if one.removed_on else ", ".join(one.topics)
        state += f", paused {one.paused_on}" if one.paused_on and not one.removed_on else ""
        counts = f"{one.sent} sent, {one.waiting} wait, {one.failed} failed"
        said = f"; last: {one.last_said}" if one.last_said else ""
        print(f"{one.public_id} «{one.partner}» {one.url}: {state}; {counts}{said}")
    if not found:
        print("There is no webhook yet. Add one with: antigone partner webhook add NAME URL")


@webhook.command(name="remove")
def webhook_remove(
    identifier: Identifier, reason: Annotated[str, typer.Option(help="Why; it stands in the ledger.")]
) -> None:
    """Send nothing more to a webhook, for good."""
    with at_work():
        from antigone.bureau.disclosure.partners.webhooks import remove_webhook

        remove_webhook(identifier, reason=reason, actor=operator())
    print(f"Webhook {identifier} is removed.")


@webhook.command(name="again")
def webhook_again(identifier: Identifier) -> None:
    """Let the worker try at once what waits or could not be sent."""
    with at_work():
        from antigone.bureau.disclosure.partners.webhooks import send_again

        messages = send_again(identifier, actor=operator())
    print(f"{messages} messages are sent again.")


@webhook.command(name="pause")
def webhook_pause(identifier: Identifier) -> None:
    """Send nothing to a webhook until it is resumed, but for tests; what happens meanwhile waits."""
    with at_work():
        from antigone.bureau.disclosure.partners.webhooks import pause_webhook

        pause_webhook(identifier, actor=operator())
    print(f"Webhook {identifier} is paused.")


@webhook.command(name="resume")
def webhook_resume(identifier: Identifier) -> None:
    """Send to a paused webhook again, what waits first."""
    with at_work():
        from antigone.bureau.disclosure.partners.webhooks import resume_webhook

        resume_webhook(identifier, actor=operator())
    print(f"Webhook {identifier} is told again what changes.")


@webhook.command(name="test")
def webhook_test(identifier: Identifier) -> None:
    """Let the worker send one message that says nothing; «antigone partner webhook list» shows what came of it."""
    with at_work():
        from antigone.bureau.disclosure.partners.webhooks import try_webhook

        try_webhook(identifier, actor=operator())
    print("A test waits for the worker, which looks every 15 seconds.")


@webhook.command(name="key")
def webhook_key() -> None:
    """Print the public key with which partners check messages."""
    with at_work() as configuration:
        from antigone.server.webhooks import public_key

        print(public_key(configuration))
