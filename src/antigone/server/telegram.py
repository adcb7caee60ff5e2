"""What the environment says of Telegram: the bot's token, how updates arrive, the channel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


class BadTelegramSetting(Exception):
    """A setting of Telegram's cannot be used; the message names it and the cure, and never repeats a token."""


_TOKEN = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{20,100}")
_CHANNEL = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}|-100\d{5,15}")
_LISTEN = re.compile(r"\[?[^\[\]\s]+?\]?:(\d{1,5})")


@dataclass(frozen=True, slots=True, repr=False)
class TelegramSettings:
    """How the bot works.

    Attributes:
        token: who the bot is, from @BotFather; empty for no bot.
        api: address of the Bot API, Telegram's own or a server of one's own.
        webhook: where Telegram delivers updates, ``https://…``; empty for long polling.
        listen: ``host:port`` on which the bot takes them in, behind a proxy that ends TLS.
        channel: ``@name`` or number of the bureau's channel; empty for none.
        faces: whether a face may ever be shown in the channel; two signers and a warning there are besides.
        site: the families' website as families type it; empty where there is none to name.
    """

    token: str = ""
    api: str = "https://api.telegram.org"
    webhook: str = ""
    listen: str = "127.0.0.1:8004"
    channel: str = ""
    faces: bool = False
    site: str = ""


def telegram_settings(env: Mapping[str, str]) -> TelegramSettings:
    """Read the environment.

    Raises:
        BadTelegramSetting: a value cannot be used.
    """
    token = env.get("ANTIGONE_TELEGRAM_TOKEN", "").strip()
    if token and not _TOKEN.fullmatch(token):
        raise BadTelegramSetting(
            "ANTIGONE_TELEGRAM_TOKEN is no token; copy all that @BotFather gave you: digits, a colon, letters"
        )
    channel = env.get("ANTIGONE_TELEGRAM_CHANNEL", "").strip()
    if channel and not _CHANNEL.fullmatch(channel):
        raise BadTelegramSetting(f"ANTIGONE_TELEGRAM_CHANNEL is «{channel}»; write it as @name or as -1001234567890")
    listen = env.get("ANTIGONE_TELEGRAM_LISTEN", "127.0.0.1:8004")
    port = _LISTEN.fullmatch(listen)
    if not port or not 0 < int(port[1]) < 65536:
        raise BadTelegramSetting(
            f"ANTIGONE_TELEGRAM_LISTEN is «{listen}»; write it as host:port, such as 127.0.0.1:8004"
        )
    faces = env.get("ANTIGONE_TELEGRAM_FACES", "never")
    if faces not in ("never", "allowed"):
        raise BadTelegramSetting(f"ANTIGONE_TELEGRAM_FACES is «{faces}»; write never or allowed")
    return TelegramSettings(
        token=token,
        api=_address(env, "ANTIGONE_TELEGRAM_API", "https://api.telegram.org", ("https", "http")),
        webhook=_address(env, "ANTIGONE_TELEGRAM_WEBHOOK", "", ("https",)),
        listen=listen,
        channel=channel,
        faces=faces == "allowed",
        site=_address(env, "ANTIGONE_PUBLIC_URL", "", ("https", "http")),
    )


def _address(env: Mapping[str, str], name: str, default: str, schemes: tuple[str, ...]) -> str:
    text = env.get(name, default).strip().rstrip("/")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in schemes and bool(parts.hostname) and not (parts.query or parts.fragment or "@" in text)
    except ValueError:
        usable = False
    if text and not usable:
        raise BadTelegramSetting(f"{name} is «{text}»; write it as {schemes[0]}://host.example.org")
    return text
