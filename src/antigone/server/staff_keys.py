"""Keys of the staff's second factors and of what the server signs for staff; read from `data/keys` when first used.

`second-factor.key` (32 bytes) seals the secrets of one-time codes, so that a dump of the database holds none.
`approvals.key` (Ed25519) signs decisions of members of the staff who hold no passkey. `photographs.key` (32 bytes)
encrypts what staff look at of photographs, so that a dump of the database holds no picture. `papers.key` (Ed25519)
signs papers that leave the bureau.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from antigone.server.secrets import approvals_key, key_named, papers_key


class StaffKeys:
    """What the desk and the commands on accounts need."""

    def __init__(self, data: Path) -> None:
        self._data = data

    @cached_property
    def second_factor(self) -> bytes:
        """The 32 bytes under which secrets of one-time codes lie. Without it everybody enrols anew.

        Raises:
            UnsafeKey, ServerTrouble: see `secrets.key_named`.
        """
        return key_named(self._data, "second-factor")

    @cached_property
    def photographs(self) -> bytes:
        """The 32 bytes under which derivatives of photographs lie. Without it the originals are left,
        which the vault opens one by one.

        Raises:
            UnsafeKey, ServerTrouble: see `secrets.key_named`.
        """
        return key_named(self._data, "photographs")

    @cached_property
    def approvals(self) -> Ed25519PrivateKey:
        """The key of signatures that the server makes for somebody.

        Raises:
            UnsafeKey, ServerTrouble: see `secrets.approvals_key`.
        """
        return approvals_key(self._data)

    @cached_property
    def papers(self) -> Ed25519PrivateKey:
        """The key under papers that leave the bureau.

        Raises:
            UnsafeKey, ServerTrouble: see `secrets.papers_key`.
        """
        return papers_key(self._data)
