"""A chat's number is a person's: outside Telegram it stands nowhere but under seal, or as a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from antigone.bureau.enquiries.sealing import PrivateKey
from antigone.bureau.enquiries.values import SealBroken

_SALT = b"antigone telegram 1"
_NONCE = 12


class Chats:
    """What follows from the bot's private key for each chat.

    A conversation opens with the key and the chat's number together: whoever has the database and the key still has to
    try numbers one by one.
    """

    def __init__(self, key: PrivateKey) -> None:
        self.key = key

    @cached_property
    def _pepper(self) -> bytes:
        return HKDF(SHA256(), 32, salt=_SALT, info=b"chats").derive(self.key.seed)

    @cached_property
    def _root(self) -> bytes:
        return HKDF(SHA256(), 32, salt=_SALT, info=b"conversations").derive(self.key.seed)

    def lookup(self, chat: int) -> bytes:
        """32 bytes by which a chat is found again: HMAC-SHA256 of its number."""
        return hmac.new(self._pepper, str(chat).encode(), hashlib.sha256).digest()

    def _cipher(self, chat: int) -> ChaCha20Poly1305:
        return ChaCha20Poly1305(hmac.new(self._root, str(chat).encode(), hashlib.sha256).digest())

    def closed(self, chat: int, plain: bytes) -> bytes:
        """A conversation's state under seal, 28 bytes longer (ChaCha20-Poly1305, RFC 8439)."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher(chat).encrypt(nonce, plain, self.lookup(chat))

    def opened(self, chat: int, content: bytes) -> bytes:
        """What `closed` sealed for this chat.

        Raises:
            SealBroken: another key, another chat, or changed bytes.
        """
        try:
            return self._cipher(chat).decrypt(content[:_NONCE], content[_NONCE:], self.lookup(chat))
        except (InvalidTag, ValueError) as error:
            raise SealBroken("a conversation does not open: it was sealed with another key, or was changed") from error
