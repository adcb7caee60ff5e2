"""What the ledger's sequencer works with: this installation's signer, and the checkpoint kept outside the database."""

from __future__ import annotations

from pathlib import Path

from antigone.bureau.ledger.notes import Signer
from antigone.server.accounts import owner_of_data, private_folder
from antigone.server.configuration import Configuration
from antigone.server.secrets import signing_key


def ledger_signer(configuration: Configuration) -> Signer:
    """The name and key that sign checkpoints.

    Raises:
        UnsafeKey, ServerTrouble: see `secrets.signing_key`.
    """
    return Signer(configuration.ledger_name, signing_key(configuration.data))


def last_signed_file(configuration: Configuration) -> Path:
    """Where the last signed checkpoint is kept, so that a database put back to an older day is noticed."""
    return private_folder(configuration.data / "ledger", owner_of_data(configuration.data)) / "checkpoint"
