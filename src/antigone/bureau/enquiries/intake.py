"""What the families' website can do: leave an enquiry, and with a receipt open and change it.

Runs under a role that has no right on any table of enquiries. Each function of the schema `intake` takes the lookup
that follows from the receipt, so that there is nothing to ask without one. Whether an enquiry is a second one of the
same person, comes from somebody who is blocked, or is one of a flood: the answer, and the work, are the same.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from psycopg.types.json import Jsonb

from antigone.bureau.disclosure.enquirers import LETTERS, shown_to_enquirer
from antigone.bureau.enquiries.checking import checked_contact, checked_draft, checked_photograph, checked_text
from antigone.bureau.enquiries.receipts import Receipt, new_receipt
from antigone.bureau.enquiries.sealing import (
    KEY_PLACE,
    PrivateKey,
    PublicKey,
    letter_place,
    new_private_key,
    opened,
    sealed,
)
from antigone.bureau.enquiries.statements import first_row, rows
from antigone.bureau.enquiries.values import (
    Contact,
    EnquiryDraft,
    EnquiryPage,
    EnquiryState,
    KeepRecord,
    LetterKind,
    MayBeTold,
    NoSuchEnquiry,
    Notices,
    PageLetter,
)

_LEAVE = (
    "SELECT intake.leave(%s, %s, %s, %s, %s, %s, %s, %s, %s::text[], %s, %s, %s, %s::uuid[], %s::text[], %s::bytea[])"
)
_PAGE = (
    "SELECT id, public_key, state, paused, language, left_on, renew_by, may_be_told, keep_record, for_receipt"
    " FROM intake.page(%s)"
)
_LETTERS = "SELECT number, kind, day, sealed, acknowledged FROM intake.letters(%s)"


def leave_enquiry(draft: EnquiryDraft) -> Receipt:
    """Keep what a family leaves. When this returns it is on the disk, and opens only with the receipt or in the vault.

    Raises:
        EnquiryRejected: see `checking.checked_draft`.
    """
    draft = checked_draft(draft)
    receipt = new_receipt(draft.language)
    enquiry, key, vault = uuid4(), new_private_key(), settings.ENQUIRY_KEYS.vault_public
    contents = [(LetterKind.CONTACT, _contact_bytes(draft.contact))]
    if draft.first_message:
        contents.append((LetterKind.MESSAGE, draft.first_message.encode()))
    if draft.photograph is not None:
        contents.append((LetterKind.PHOTOGRAPH, draft.photograph))
    letters = [_letter(enquiry, key.public, kind, content) for kind, content in contents]
    _ask(
        _LEAVE,
        [
            enquiry,
            receipt.lookup(settings.ENQUIRY_KEYS.pepper),
            key.public.raw,
            sealed(key.seed, vault, enquiry=enquiry, place=KEY_PLACE),
            sealed(key.seed, receipt.key.public, enquiry=enquiry, place=KEY_PLACE),
            vault.fingerprint,
            draft.language,
            draft.relation.value,
            sorted(draft.may_be_told),
            draft.keep_record.value,
            draft.contact.notices.value,
            Jsonb(_sought_document(draft)),
            [number for number, _, _ in letters],
            [kind.value for _, kind, _ in letters],
            [content for _, _, content in letters],
        ],
    )
    return receipt


def open_enquiry(receipt: Receipt) -> EnquiryPage | None:
    """The page that this receipt opens; None when it opens none, or the family had it deleted."""
    row = _row(receipt)
    if row is None:
        return None
    enquiry, _, state, paused, language, left_on, renew_by, may_be_told, keep_record, for_receipt = row
    today = datetime.now(tz=UTC).date()
    view = shown_to_enquirer(state=state, paused=paused, left_on=left_on, renew_by=renew_by, today=today)
    letters: list[PageLetter] = []
    if for_receipt is not None:
        key = _key_of(enquiry, for_receipt, receipt)
        letters = [_shown(enquiry, key, *found) for found in rows(_LETTERS, [_lookup(receipt)]) if found[1] in LETTERS]
    return EnquiryPage(
        state=EnquiryState(view.state),
        language=language,
        left_on=view.left_on,
        letters=tuple(letter for letter in letters if letter.kind is not LetterKind.TOLD),
        told=tuple(letter for letter in letters if letter.kind is LetterKind.TOLD),
        may_be_told=frozenset(MayBeTold(one) for one in may_be_told),
        keep_record=KeepRecord(keep_record),
        months_until_renewal=view.months_until_renewal if for_receipt is not None else 0,
        shed=for_receipt is None and view.state != EnquiryState.WITHDRAWN,
    )


def add_message(receipt: Receipt, text: str) -> None:
    """Write to the bureau.

    Raises:
        EnquiryRejected: empty or too long.
        NoSuchEnquiry: the receipt opens none, or it was withdrawn.
    """
    _write(receipt, LetterKind.MESSAGE, checked_text(text, "message").encode())


def add_detail(receipt: Receipt, text: str) -> None:
    """Add what one knows of the person sought; staff enters it into the record.

    Raises:
        EnquiryRejected, NoSuchEnquiry: see `add_message`.
    """
    _write(receipt, LetterKind.DETAIL, checked_text(text, "detail").encode())


def add_photograph(receipt: Receipt, photograph: bytes) -> None:
    """Add a photograph of the person sought, sealed as it was sent.

    Raises:
        EnquiryRejected: see `checking.checked_photograph`.
        NoSuchEnquiry: see `add_message`.
    """
    _write(receipt, LetterKind.PHOTOGRAPH, checked_photograph(photograph))


def change_contact(receipt: Receipt, contact: Contact) -> None:
    """Another way to reach the family, or none, in the place of what was left before.

    Raises:
        EnquiryRejected: see `checking.checked_contact`.
        NoSuchEnquiry: see `add_message`.
    """
    contact = checked_contact(contact)
    _write(receipt, LetterKind.CONTACT, _contact_bytes(contact), contact.notices)


def pause(receipt: Receipt) -> None:
    """Ask the bureau to rest until further notice.

    Raises:
        NoSuchEnquiry: the receipt opens none, or it has ended.
    """
    _turn(receipt, "pause")


def resume(receipt: Receipt) -> None:
    """Go on after a pause.

    Raises:
        NoSuchEnquiry: see `pause`.
    """
    _turn(receipt, "resume")


def renew(receipt: Receipt) -> None:
    """Keep contact and messages for another 180 days; every other sign of the family does the same.

    Raises:
        NoSuchEnquiry: see `pause`.
    """
    _turn(receipt, "renew")


def acknowledge(receipt: Receipt, number: UUID) -> None:
    """Say that what was told under this number was read.

    Raises:
        NoSuchEnquiry: the receipt opens none, or it was told nothing under this number.
    """
    _answered(_ask("SELECT intake.acknowledge(%s, %s)", [_lookup(receipt), number]))


def withdraw(receipt: Receipt, *, keep_record: KeepRecord) -> None:
    """End the enquiry for ever: contact, messages and their key go at once; the record stays or goes as chosen.

    Raises:
        NoSuchEnquiry: the receipt opens none, or it was withdrawn before.
    """
    _answered(_ask("SELECT intake.withdraw(%s, %s)", [_lookup(receipt), keep_record.value]))


def delete(receipt: Receipt) -> None:
    """Delete everything, the record of the person sought too; the receipt opens nothing from now on.

    Raises:
        NoSuchEnquiry: the receipt opens none.
    """
    _answered(_ask("SELECT intake.erase(%s)", [_lookup(receipt)]))


def _letter(enquiry: UUID, to: PublicKey, kind: LetterKind, content: bytes) -> tuple[UUID, LetterKind, bytes]:
    number = uuid4()
    return number, kind, sealed(content, to, enquiry=enquiry, place=letter_place(kind, number))


def _contact_bytes(contact: Contact) -> bytes:
    plain = {one.name: getattr(contact, one.name) for one in fields(contact) if one.name != "notices"}
    return json.dumps(plain, ensure_ascii=False).encode()


def _sought_document(draft: EnquiryDraft) -> dict[str, Any]:
    said = {one.name: getattr(draft.sought, one.name) for one in fields(draft.sought)}
    return {name: value for name, value in said.items() if value not in ("", None, ())}


def _shown(
    enquiry: UUID, key: PrivateKey, number: UUID, kind: str, day: Any, content: Any, acknowledged: bool
) -> PageLetter:
    text = ""
    if content is not None:
        text = opened(bytes(content), key, enquiry=enquiry, place=letter_place(kind, number)).decode()
    return PageLetter(number, LetterKind(kind), day, text, acknowledged)


def _key_of(enquiry: UUID, wrapped: Any, receipt: Receipt) -> PrivateKey:
    return PrivateKey(opened(bytes(wrapped), receipt.key, enquiry=enquiry, place=KEY_PLACE))


def _write(receipt: Receipt, kind: LetterKind, content: bytes, notices: Notices = Notices.NONE) -> None:
    row = _row(receipt)
    if row is None:
        raise _no_such_enquiry()
    number, _, letter = _letter(row[0], PublicKey(bytes(row[1])), kind, content)
    _answered(
        _ask("SELECT intake.write(%s, %s, %s, %s, %s)", [_lookup(receipt), number, kind.value, letter, notices.value])
    )


def _turn(receipt: Receipt, act: str) -> None:
    _answered(_ask("SELECT intake.turn(%s, %s)", [_lookup(receipt), act]))


def _answered(done: object) -> None:
    if not done:
        raise _no_such_enquiry()


def _no_such_enquiry() -> NoSuchEnquiry:
    return NoSuchEnquiry("these words open no enquiry, or it has ended; compare them with your card")


def _lookup(receipt: Receipt) -> bytes:
    return receipt.lookup(settings.ENQUIRY_KEYS.pepper)


def _row(receipt: Receipt) -> tuple[Any, ...] | None:
    return first_row(_PAGE, [_lookup(receipt)])


def _ask(statement: str, values: list[Any]) -> object:
    row = first_row(statement, values)
    return row[0] if row else None
