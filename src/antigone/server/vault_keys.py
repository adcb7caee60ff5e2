"""The keys of enquiries: the vault's pair, of which only the vault reads the private half, and the website's own.

`vault.key` is the private half (96 bytes, `bureau.enquiries.sealing`), `vault-public.key` the public one, which the
website and the desk need to seal; `receipts.key` turns a receipt's lookup into what the database keeps.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from antigone.bureau.enquiries.sealing import PrivateKey, PublicKey, new_private_key
from antigone.bureau.enquiries.values import SealBroken
from antigone.server.configuration import Configuration, Zone
from antigone.server.secrets import UnsafeKey, key_named, keys_folder


class NotTheVault(UnsafeKey):
    """Another process than the vault asked for the vault's private key."""


def vault_private_key(configuration: Configuration) -> PrivateKey:
    """The key that opens every enquiry; made on first use. Without it all contacts and messages are lost.

    Raises:
        NotTheVault: this process is not the vault.
        UnsafeKey, ServerTrouble: see `secrets.key_named`; also when the file holds no such key.
    """
    if configuration.zone is not Zone.VAULT:
        raise NotTheVault("only the vault reads its private key; start it with: antigone vault")
    make_vault_keys(configuration.data)
    return _private(configuration.data)


def make_vault_keys(data: Path) -> None:
    """Make the vault's pair where there is none, and the public half anew from the private one where only it is gone.

    Raises:
        UnsafeKey, ServerTrouble: see `secrets.key_named`; also when the two halves are of different pairs.
    """
    if (keys_folder(data) / "vault-public.key").exists():
        return
    private = _private(data)
    key_named(data, "vault-public", lambda: private.public.raw)


def _private(data: Path) -> PrivateKey:
    try:
        return PrivateKey(key_named(data, "vault", lambda: new_private_key().seed))
    except SealBroken as error:
        path = keys_folder(data) / "vault.key"
        raise UnsafeKey(f"{path} is not the vault's key ({error}); restore it from a backup") from error


class EnquiryKeys:
    """What processes other than the vault need of keys; read from the files when first used."""

    def __init__(self, data: Path) -> None:
        self._data = data

    @cached_property
    def vault_public(self) -> PublicKey:
        """To whom everything is sealed besides the family.

        Raises:
            UnsafeKey, ServerTrouble: see `make_vault_keys`.
        """
        make_vault_keys(self._data)
        return PublicKey(key_named(self._data, "vault-public", _missing))

    @cached_property
    def pepper(self) -> bytes:
        """The website's 32 bytes, without which the lookups in the database lead nowhere."""
        return key_named(self._data, "receipts")


def _missing() -> bytes:
    raise UnsafeKey("the vault's public key has gone; copy vault-public.key from the machine of the vault")
