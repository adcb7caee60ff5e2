"""Keys that this installation makes for itself on first use and keeps in ``data/keys``.

A key belongs to the account that owns the data and only that account reads it (mode 600 in a folder of mode
700); Antigone refuses to start on a key that others could have read.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from antigone.server.accounts import owner_of_data, private_folder
from antigone.server.trouble import ServerTrouble

_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")


class UnsafeKey(ServerTrouble):
    """A key that others could read or replace, or that is damaged; the message says what to do."""


def keys_folder(data: Path) -> Path:
    """Where the keys of this data folder lie."""
    return data / "keys"


def key_named(data: Path, name: str, new: Callable[[], bytes] = lambda: secrets.token_bytes(32)) -> bytes:
    """The key of this name, made by `new` the first time. Of many processes that start at once all get the
    same.

    Args:
        data: the data folder.
        name: lower-case Latin letters, digits and hyphens.
        new: makes the bytes of a key that does not exist yet.

    Raises:
        UnsafeKey: others could read or replace the key, or it is empty.
        ServerTrouble: the folder cannot be written, or the key not be read by this account.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a key's name: {name!r}")
    folder = keys_folder(data)
    path = folder / f"{name}.key"
    if not path.exists():
        owner = owner_of_data(data)
        private_folder(data, owner)
        private_folder(folder, owner)
        _create(path, new())
    return _read(path)


def _create(path: Path, content: bytes) -> None:
    """Write the whole key beside its place, then link it there: a link either appears complete or exists already."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")  # mkstemp makes mode 600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        folder = path.parent.stat()
        if os.geteuid() == 0:
            os.chown(draft, folder.st_uid, folder.st_gid)
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        folder_handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder_handle)
        finally:
            os.close(folder_handle)
    finally:
        Path(draft).unlink()


def _read(path: Path) -> bytes:
    for place in (path.parent, path):
        refuse_if_others_read(place)
    try:
        content = path.read_bytes()
    except PermissionError as error:
        raise ServerTrouble(f"the key {path} belongs to another account; start Antigone as its owner") from error
    if not content:
        raise UnsafeKey(f"the key {path} is empty; restore it from a backup, or delete it to have a new one made")
    return content


def refuse_if_others_read(path: Path) -> None:
    """Refuse a key, or a folder of keys, that group or others may read, or that another account owns.

    Raises:
        UnsafeKey: with the command that cures it.
    """
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise UnsafeKey(f"{path} is a symbolic link; put the key itself there")
    if found.st_mode & 0o077:
        wanted = "700" if stat.S_ISDIR(found.st_mode) else "600"
        raise UnsafeKey(
            f"others on this machine can read {path} (mode {stat.S_IMODE(found.st_mode):o}); "
            f"if you are sure that nobody has, run «chmod {wanted} {path}», else delete the key to have a new one made"
        )
    if os.geteuid() not in (0, found.st_uid):
        raise UnsafeKey(f"{path} belongs to another account; start Antigone as its owner")


def secret_key(data: Path) -> str:
    """Django's secret key: signs sessions and forms. A new one signs everybody out, no more.

    Raises:
        UnsafeKey, ServerTrouble: see `key_named`.
    """
    return key_named(data, "django", lambda: secrets.token_urlsafe(48).encode()).decode("ascii")


def signing_key(data: Path) -> Ed25519PrivateKey:
    """The key that signs the ledger's checkpoints (Ed25519, RFC 8032; kept as PKCS #8 in PEM).

    Raises:
        UnsafeKey, ServerTrouble: see `key_named`; also when the file holds no Ed25519 key.
    """
    key = _private_key(data, "ledger", Ed25519PrivateKey.generate)
    if not isinstance(key, Ed25519PrivateKey):
        raise UnsafeKey(f"{keys_folder(data) / 'ledger.key'} is not an Ed25519 key; restore it from a backup")
    return key


def approvals_key(data: Path) -> Ed25519PrivateKey:
    """The key that signs decisions for staff without a passkey (Ed25519, RFC 8032; kept as PKCS #8 in PEM). A new one
    leaves old signatures valid: the database keeps every public half.

    Raises:
        UnsafeKey, ServerTrouble: see `key_named`; also when the file holds no Ed25519 key.
    """
    key = _private_key(data, "approvals", Ed25519PrivateKey.generate)
    if not isinstance(key, Ed25519PrivateKey):
        raise UnsafeKey(f"{keys_folder(data) / 'approvals.key'} is not an Ed25519 key; restore it from a backup")
    return key


def papers_key(data: Path) -> Ed25519PrivateKey:
    """The key that signs papers which leave the bureau (Ed25519, RFC 8032; kept as PKCS #8 in PEM). Papers signed with
    an older key are checked against that one's public half.

    Raises:
        UnsafeKey, ServerTrouble: see `key_named`; also when the file holds no Ed25519 key.
    """
    key = _private_key(data, "papers", Ed25519PrivateKey.generate)
    if not isinstance(key, Ed25519PrivateKey):
        raise UnsafeKey(f"{keys_folder(data) / 'papers.key'} is not an Ed25519 key; restore it from a backup")
    return key


def webhooks_key(data: Path) -> Ed25519PrivateKey:
    """The key that signs messages to partners' programs (Ed25519, RFC 8032; kept as PKCS #8 in PEM). With a new one
    partners take no message until they have its public half.

    Raises:
        UnsafeKey, ServerTrouble: see `key_named`; also when the file holds no Ed25519 key.
    """
    key = _private_key(data, "webhooks", Ed25519PrivateKey.generate)
    if not isinstance(key, Ed25519PrivateKey):
        raise UnsafeKey(f"{keys_folder(data) / 'webhooks.key'} is not an Ed25519 key; restore it from a backup")
    return key


def laboratory_private_key(data: Path) -> X25519PrivateKey:
    """The key to which profiles are sealed (X25519, RFC 7748; kept as PKCS #8 in PEM). Without it they are lost.

    Raises:
        UnsafeKey, ServerTrouble: see `key_named`; also when the file holds no X25519 key.
    """
    key = _private_key(data, "laboratory", X25519PrivateKey.generate)
    if not isinstance(key, X25519PrivateKey):
        raise UnsafeKey(f"{keys_folder(data) / 'laboratory.key'} is not an X25519 key; restore it from a backup")
    return key


def _private_key(data: Path, name: str, generate: Callable[[], Ed25519PrivateKey | X25519PrivateKey]) -> object:
    def new() -> bytes:
        return generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    try:
        return load_pem_private_key(key_named(data, name, new), password=None)
    except ValueError as error:
        path = keys_folder(data) / f"{name}.key"
        raise UnsafeKey(f"{path} holds no private key; restore it from a backup") from error
