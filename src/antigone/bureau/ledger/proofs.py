"""Proofs of single events, made to be checked by those who do not have the database."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Self

from antigone.bureau.ledger import encoding, merkle
from antigone.bureau.ledger.notes import TreeHead, Verifier
from antigone.bureau.ledger.values import LedgerError

_FORMAT = "antigone-ledger-proof-1"


class NoProofError(LedgerError):
    """No proof can be given, or one does not prove what it says."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That one event stands in the ledger: all that is needed to check it without the database.

    `entry` is the leaf's exact text; `detail` (canonical JSON) and `salt` open its commitment, or are None.
    """

    index: int
    entry: str
    path: tuple[bytes, ...]
    checkpoint: str
    detail: str | None
    salt: bytes | None

    def without_detail(self) -> Self:
        """The same proof, which keeps to itself what was said."""
        return replace(self, detail=None, salt=None)

    def document(self) -> dict[str, object]:
        """The proof as one JSON document; hashes in hexadecimal."""
        return {
            "format": _FORMAT,
            "index": self.index,
            "entry": self.entry,
            "path": [node.hex() for node in self.path],
            "checkpoint": self.checkpoint,
            "detail": self.detail,
            "salt": self.salt.hex() if self.salt is not None else None,
        }

    @classmethod
    def from_document(cls, text: str) -> Self:
        """The inverse of `document`, from JSON text.

        Raises:
            NoProofError: it is no such document.
        """
        try:
            found = dict(json.loads(text))
            if found["format"] != _FORMAT:
                raise NoProofError(f"the file is no proof: its format is «{str(found['format'])[:80]}»")
            salt, detail = found["salt"], found["detail"]
            return cls(
                index=int(found["index"]),
                entry=str(found["entry"]),
                path=tuple(bytes.fromhex(node) for node in found["path"]),
                checkpoint=str(found["checkpoint"]),
                detail=None if detail is None else str(detail),
                salt=None if salt is None else bytes.fromhex(salt),
            )
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise NoProofError("the file is no proof as antigone ledger proof --json writes it") from error

    def checked(self, verifier: Verifier) -> TreeHead:
        """The signed tree that contains the event; needs no database.

        Raises:
            NoteError: the checkpoint is not signed by the log's key.
            NoProofError: the path does not lead to the root, or the detail is not the one committed to.
        """
        head = verifier.open(self.checkpoint)
        leaf = merkle.leaf_hash(self.entry.encode())
        if not merkle.includes(head.root, head.size, leaf, self.index, self.path):
            raise NoProofError(f"the proof does not hold: the signed tree has another event at leaf {self.index}")
        if self.detail is not None and self.salt is not None:
            committed = json.loads(self.entry)["commitment"]
            if encoding.commitment(self.salt, self.detail.encode()).hex() != committed:
                raise NoProofError("the proof does not hold: its detail is not the one that was recorded")
        return head
