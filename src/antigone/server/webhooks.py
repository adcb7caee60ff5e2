"""How messages to partners' programs leave: signed with this installation's key, carried to the open internet alone."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from antigone.bureau.disclosure.partners.webhooks import Carrier, Postman
from antigone.server.configuration import Configuration
from antigone.server.secrets import webhooks_key


def postman(configuration: Configuration) -> Postman:
    """Signs and carries.

    Raises:
        UnsafeKey, ServerTrouble: see `secrets.webhooks_key`.
    """
    return Postman(webhooks_key(configuration.data).sign, Carrier(), public_key(configuration))


def public_key(configuration: Configuration) -> str:
    """What partners check messages with, as Standard Webhooks writes it: ``whpk_`` and the key in base64.

    Raises:
        UnsafeKey, ServerTrouble: see `secrets.webhooks_key`.
    """
    return written(webhooks_key(configuration.data).public_key())


def written(key: Ed25519PublicKey) -> str:
    """A public key as Standard Webhooks writes it."""
    return "whpk_" + base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
