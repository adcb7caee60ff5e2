"""`antigone bot`: the bot in Telegram, and whether Telegram lets it work."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Annotated

import typer

from antigone.commands.frame import Json, at_work, print_json, this_configuration


def bot(
    check: Annotated[
        bool, typer.Option("--check", help="Ask Telegram about the token, the webhook and the channel; change nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Run the bot in Telegram alone, as a service of its own; `antigone serve` runs it too where a token is set."""
    if check:
        _check(as_json=as_json)
        return
    from antigone.interfaces.telegram.values import BotTrouble
    from antigone.server.configuration import Zone

    if not this_configuration().telegram.token:
        raise BotTrouble("there is no token; ask @BotFather for one with /newbot and set ANTIGONE_TELEGRAM_TOKEN")
    with at_work(Zone.TELEGRAM) as configuration:
        from django.conf import settings

        from antigone.interfaces.telegram.running import run_bot
        from antigone.interfaces.telegram.values import BotSettings
        from antigone.server.sites import processors

        said = configuration.telegram
        host, _, port = said.listen.rpartition(":")
        run_bot(
            BotSettings(
                token=said.token,
                api=said.api,
                webhook=said.webhook,
                listen=(host.strip("[]"), int(port)),
                webhook_secret=settings.TELEGRAM_KEYS.webhook_secret if said.webhook else "",
                channel=said.channel,
                site=said.site,
                processes=min(2, processors()),
            ),
            settings.TELEGRAM_KEYS.private,
        )


def _check(*, as_json: bool) -> None:
    from antigone.interfaces.telegram.checking import check

    said = this_configuration().telegram
    findings = asyncio.run(check(said.token, said.api, webhook=said.webhook, channel=said.channel))
    well = all(finding.well for finding in findings)
    if as_json:
        print_json({"well": well, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            print(finding)
    raise typer.Exit(0 if well else 1)
