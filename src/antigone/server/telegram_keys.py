"""The bot's keys: a pair of which other processes need the public half alone, and the webhook's secret.

Whoever hands the bot a message seals it to `telegram-public.key`; `telegram.key` opens it, and under what follows from
it conversations stand in the database. Without it conversations that are under way and what the bot has not said yet
are lost, and nothing else; whoever has no copy says so by removing `telegram-public.key` too, and a new pair is made.
"""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path

from antigone.bureau.enquiries.sealing import PrivateKey, PublicKey, new_private_key
from antigone.server.secrets import UnsafeKey, key_named, keys_folder

_CURE = (
    "; put its copy back, or remove telegram-public.key as well: then conversations that are under way and what the bot"
    " has not said yet are lost"
)


def make_telegram_keys(data: Path) -> None:
    """Make the pair where there is none.

    Raises:
        UnsafeKey, ServerTrouble: see `secrets.key_named`.
    """
    if not (keys_folder(data) / "telegram-public.key").exists():
        private = TelegramKeys(data).private
        key_named(data, "telegram-public", lambda: private.public.raw)


class TelegramKeys:
    """Each is read from its file when it is first used."""

    def __init__(self, data: Path) -> None:
        self._data = data

    @cached_property
    def private(self) -> PrivateKey:
        """For the bot's process alone.

        Raises:
            UnsafeKey: it has gone, or is another than messages are sealed to; or see `secrets.key_named`.
            ServerTrouble: see `secrets.key_named`.
        """
        folder = keys_folder(self._data)
        sealed_to = key_named(self._data, "telegram-public", _missing) if _is_kept(folder, "telegram-public") else None
        if sealed_to is not None and not _is_kept(folder, "telegram"):
            raise UnsafeKey(f"the bot's key {folder / 'telegram.key'} has gone{_CURE}")
        key = PrivateKey(key_named(self._data, "telegram", lambda: new_private_key().seed))
        if sealed_to is not None and sealed_to != key.public.raw:
            raise UnsafeKey(
                f"the bot's key {folder / 'telegram.key'} does not open what telegram-public.key seals{_CURE}"
            )
        return key

    @cached_property
    def public(self) -> PublicKey:
        """For whoever hands the bot a message.

        Raises:
            UnsafeKey, ServerTrouble: see `secrets.key_named`.
        """
        make_telegram_keys(self._data)
        return PublicKey(key_named(self._data, "telegram-public", _missing))

    @cached_property
    def webhook_secret(self) -> str:
        """What Telegram says with everything that it delivers (`setWebhook`, ``secret_token``)."""
        return key_named(self._data, "telegram-webhook", lambda: secrets.token_urlsafe(32).encode()).decode("ascii")


def _is_kept(folder: Path, name: str) -> bool:
    return (folder / f"{name}.key").exists()


def _missing() -> bytes:
    raise UnsafeKey("the bot's public key has gone; copy telegram-public.key from the machine of the bot")
