"""A static edition: everything public that may be listed openly and for ever, signed, for disks and mirrors.

A copy on a mirror cannot be called back, and offline no query can show that it knows somebody; so an edition names
nobody (docs/decisions/019). It holds the pages of figures with their charts and tables, and the pages that say how to
ask and what happens with what is written.
"""

from antigone.interfaces.exchange.edition.signing import EditionBroken, EditionVerdict, verify_edition
from antigone.interfaces.exchange.edition.writing import Edition, OutIsTaken, write_edition

__all__ = ["Edition", "EditionBroken", "EditionVerdict", "OutIsTaken", "verify_edition", "write_edition"]
