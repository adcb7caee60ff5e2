"""The process that works at one file in hand: ``python -m …child NUMBER``, with the folder's lock inherited."""

from __future__ import annotations

import os
import sys
from uuid import UUID

import django


def main() -> None:
    """Do what the file's stage asks, and end; the lock goes with the process."""
    os.nice(5)
    django.setup()
    from antigone.interfaces.desk.registrars.importing.work import perform

    perform(UUID(sys.argv[1]))


if __name__ == "__main__":
    main()
