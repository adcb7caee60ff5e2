"""Whether the bot can work: what Telegram says of the token, the webhook and the channel, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

import telegram
from telegram import error

from antigone.interfaces.telegram.gateway import new_bot, seconds_of

_NO_TOKEN = "there is no token; ask @BotFather for one with /newbot and set ANTIGONE_TELEGRAM_TOKEN"  # noqa: S105
_RIGHTS = (
    ("can_post_messages", "post messages"),
    ("can_edit_messages", "edit messages"),
    ("can_delete_messages", "delete messages"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `well` unless it keeps the bot from working."""

    what: str
    well: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'well ' if self.well else 'WRONG'}  {self.what}: {self.sentence}"


async def check(token: str, api: str, *, webhook: str = "", channel: str = "") -> list[Finding]:
    """Ask Telegram. Nothing is changed there and nobody is written to.

    Args:
        webhook: where updates should be delivered; empty for long polling.
        channel: see `TelegramSettings.channel`.
    """
    if not token:
        return [Finding("token", False, _NO_TOKEN)]
    bot = new_bot(token, api)
    try:
        async with bot:
            me = await bot.get_me()
            findings = [Finding("token", True, f"it is the bot @{me.username}, «{me.first_name}»")]
            if me.can_join_groups:
                findings.append(
                    Finding("groups", True, "it can be added to groups, where it is silent; /setjoingroups forbids it")
                )
            findings.append(_delivery(await bot.get_webhook_info(), webhook))
            if channel:
                findings.append(await _channel(bot, channel))
            return findings
    except error.InvalidToken:
        sentence = "Telegram does not know it; copy it from @BotFather once more, or have it made anew with /revoke"
    except (error.TimedOut, error.NetworkError) as broken:
        sentence = f"Telegram cannot be reached at {api} ({_plain(broken, token)}); look at the network and the address"
    except error.RetryAfter as later:
        sentence = f"Telegram asks for patience; check again in {seconds_of(later):.0f} s"
    except error.TelegramError as other:
        sentence = f"Telegram said: {_plain(other, token)}"
    return [Finding("token", False, sentence)]


def _delivery(info: telegram.WebhookInfo, webhook: str) -> Finding:
    waiting = f"; {info.pending_update_count} updates wait" if info.pending_update_count else ""
    if info.url != webhook:
        meant = webhook or "nowhere, the bot asks by itself"
        return Finding(
            "updates", True, f"they are delivered to {info.url or 'nowhere'}, meant is {meant}; the bot sets it right "
            f"when it starts{waiting}"
        )  # fmt: skip
    if info.last_error_message:
        return Finding("updates", False, f"Telegram could not deliver the last one: {info.last_error_message}{waiting}")
    return Finding("updates", True, f"{'delivered to ' + webhook if webhook else 'the bot asks for them'}{waiting}")


async def _channel(bot: telegram.Bot, channel: str) -> Finding:
    number: int | str = int(channel) if channel.startswith("-") else channel
    try:
        place = await bot.get_chat(number)
        member = await bot.get_chat_member(number, bot.id)
    except (error.BadRequest, error.Forbidden) as refused:
        return Finding(
            "channel", False, f"{channel} cannot be seen ({refused.message}); make the bot an administrator of it"
        )
    if place.type != "channel":
        return Finding("channel", False, f"{channel} is a {place.type} and no channel")
    missing = [words for right, words in _RIGHTS if not getattr(member, right, False)]
    if missing:
        return Finding("channel", False, f"the bot may not {', '.join(missing)} in {channel}; give it these rights")
    return Finding("channel", True, f"{channel}, «{place.title}»: the bot may post, edit and delete")


def _plain(broken: error.TelegramError, token: str) -> str:
    """The library's words without the token, which addresses of the Bot API contain."""
    return broken.message.replace(token, "…") or type(broken).__name__
