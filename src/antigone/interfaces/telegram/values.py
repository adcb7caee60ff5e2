"""What the bot is told when it starts, and why it cannot."""

from __future__ import annotations

from dataclasses import dataclass

#: Calls a second, a little below what Telegram bears (Bots FAQ, "My bot is hitting limits").
PER_SECOND = 25


class BotTrouble(Exception):
    """The bot cannot work; the sentence says why and what helps."""


@dataclass(frozen=True, slots=True, repr=False)
class BotSettings:
    """What the bot needs to know; see `server.telegram.TelegramSettings`. `processes` is 1, or 2: see `run_bot`."""

    token: str
    api: str
    webhook: str = ""
    listen: tuple[str, int] = ("127.0.0.1", 8004)
    webhook_secret: str = ""
    channel: str = ""
    site: str = ""
    per_second: float = PER_SECOND
    processes: int = 1
