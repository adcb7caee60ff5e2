"""For the families' website: which pictures wait for the holder of a receipt, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from antigone.bureau.disclosure.pictures import Door, outgoing_picture
from antigone.bureau.enquiries.pictures.actions import picture_place
from antigone.bureau.enquiries.pictures.values import WaitingPicture
from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.sealing import KEY_PLACE, PrivateKey, opened
from antigone.bureau.enquiries.statements import first_row, rows


def waiting_pictures(receipt: Receipt) -> tuple[WaitingPicture, ...]:
    """Pictures that two people let this family see, each under its cover."""
    found = rows("SELECT number, until FROM intake.pictures(%s)", [receipt.lookup(settings.ENQUIRY_KEYS.pepper)])
    return tuple(WaitingPicture(*row) for row in found)


def look(receipt: Receipt, number: UUID) -> bytes | None:
    """The picture, a JPEG, after the look was counted; None where it ended or was looked at often enough.

    Raises:
        PictureHeldBack: what is kept is no picture that may leave.
    """
    lookup = receipt.lookup(settings.ENQUIRY_KEYS.pepper)
    row = first_row("SELECT enquiry, sealed, for_receipt FROM intake.look(%s, %s)", [lookup, number])
    if row is None:
        return None
    enquiry, content, for_receipt = row
    key = PrivateKey(opened(bytes(for_receipt), receipt.key, enquiry=enquiry, place=KEY_PLACE))
    return outgoing_picture(opened(bytes(content), key, enquiry=enquiry, place=picture_place(number)), Door.RELATIVE)
