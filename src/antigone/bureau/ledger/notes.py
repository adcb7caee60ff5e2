"""Signed checkpoints, in the formats that other logs and their witnesses use.

The text is a C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint): origin, size, root in base64, each
on a line. Around it stands a C2SP signed note (https://c2sp.org/signed-note): the text, an empty line,
and signature lines "— NAME BASE64", where the decoded bytes are four bytes of key id and an Ed25519
signature over the text. Lines by other keys, such as a witness's, may follow ours; they are kept.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from antigone.bureau.ledger.merkle import HASH_BYTES
from antigone.bureau.ledger.values import LedgerError

_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+\x00-\x1f]{1,200}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")
_LONGEST_NOTE = 1_000_000


class NoteError(LedgerError, ValueError):
    """A note is not what it should be; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a checkpoint says: in the log `origin`, the first `size` leaves have the root `root`."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class Verifier:
    """A log's name and public key: what everyone may know and needs to check a checkpoint."""

    name: str
    public_key: Ed25519PublicKey

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise NoteError(f"«{self.name}» cannot name a log: no spaces, no plus sign, 1 to 200 characters")

    @cached_property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name || newline || 0x01 || public key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self._raw).digest()[:4]

    @property
    def _raw(self) -> bytes:
        return self.public_key.public_bytes(Encoding.Raw, PublicFormat.Raw)

    def text(self) -> str:
        """The key on one line, to be printed and kept: ``NAME+KEYID+BASE64``."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self._raw).decode()}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The inverse of `text`.

        Raises:
            NoteError: it is no Ed25519 key in this format, or its id does not fit.
        """
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        key = _decoded(encoded) or b""
        if key[:1] != _ED25519 or len(key) != 33:
            raise NoteError(f"«{text.strip()[:80]}» is no log's key; it looks like NAME+KEYID+BASE64")
        verifier = cls(name, Ed25519PublicKey.from_public_bytes(key[1:]))
        if verifier.key_id.hex() != key_id:
            raise NoteError(
                f"the key of log {name} was copied wrongly: its id is {verifier.key_id.hex()}, not {key_id}"
            )
        return verifier

    def signed_text(self, note: str, what: str = "note") -> str:
        """The text of any note, once this key's signature on it is found good.

        Args:
            note: a C2SP signed note.
            what: what a refusal calls it.

        Raises:
            NoteError: no signed note, no signature by this key, or a wrong one.
        """
        if len(note) > _LONGEST_NOTE:
            raise NoteError(f"the {what} is longer than a million characters")
        text, separator, signatures = note.rpartition("\n\n")
        if not separator or not signatures.endswith("\n"):
            raise NoteError(f"the {what} is no signed note: a text, an empty line, signatures")
        signed = text + "\n"
        good = [self._signs(line, signed, what) for line in signatures[:-1].split("\n")]
        if not any(good):
            raise NoteError(f"the {what} bears no signature by {self.name}+{self.key_id.hex()}")
        return signed

    def open(self, note: str) -> TreeHead:
        """What `note` says, once this key's signature on it is found good.

        Raises:
            NoteError: no checkpoint, no signature by this key, a wrong one, or another log's.
        """
        head = _head(self.signed_text(note, "checkpoint"))
        if head.origin != self.name:
            raise NoteError(f"the checkpoint is of log «{head.origin}», not of «{self.name}»")
        return head

    def _signs(self, line: str, text: str, what: str) -> bool:
        dash, name, encoded = (*line.split(" "), "", "", "")[:3]
        if dash != "—" or name != self.name:
            return False
        signature = _decoded(encoded)
        if signature is None or signature[:4] != self.key_id:
            return False
        try:
            self.public_key.verify(signature[4:], text.encode())
        except InvalidSignature:
            raise NoteError(f"the {what}'s signature by {self.name}+{self.key_id.hex()} is wrong") from None
        return True


@dataclass(frozen=True)
class Signer:
    """The log's name and its private key."""

    name: str
    private_key: Ed25519PrivateKey

    @cached_property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self.private_key.public_key())

    def sign(self, size: int, root: bytes) -> str:
        """A signed checkpoint of the tree with `size` leaves and the root `root`."""
        return self.sign_text(TreeHead(self.name, size, root).text())

    def sign_text(self, text: str) -> str:
        """A signed note of any text that ends its last line; texts of different uses must not begin alike."""
        signature = self.verifier.key_id + self.private_key.sign(text.encode())
        return f"{text}\n— {self.name} {base64.b64encode(signature).decode()}\n"


def _head(text: str) -> TreeHead:
    lines = text.split("\n")
    try:
        origin, size, encoded = lines[:3]
    except ValueError:
        raise NoteError("the checkpoint does not begin with origin, size and root") from None
    root = _decoded(encoded)
    if not _SIZE.fullmatch(size) or root is None or len(root) != HASH_BYTES:
        raise NoteError("the checkpoint's size is no number or its root is no SHA-256 hash")
    return TreeHead(origin, int(size), root)


def _decoded(text: str) -> bytes | None:
    """Base64 read strictly: one text for each value, so that no letter of a note can be changed unseen."""
    try:
        decoded = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return decoded if base64.b64encode(decoded).decode() == text else None
