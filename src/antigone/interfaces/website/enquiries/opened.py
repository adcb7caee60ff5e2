"""An opened enquiry as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.functional import Promise

from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.values import EnquiryPage, EnquiryState, KeepRecord, PageLetter
from antigone.interfaces.website.enquiries.fields import ContactForm
from antigone.interfaces.website.enquiries.receipt_forms import DeleteForm, DetailForm, MessageForm, WithdrawForm
from antigone.interfaces.website.enquiries.words import LETTERS, SHED, STATES
from antigone.interfaces.website.forms import FamilyForm

_Form = TypeVar("_Form", bound=FamilyForm)


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A letter of the family or of the bureau."""

    who: str | Promise
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """All that the page says, and its forms; one that was refused stands open with its hints.

    Attributes:
        words: the receipt, which every form of the page carries along.
        lives: whether letters can still be written; not after a withdrawal or half a year without a sign.
        may_rest, rests: whether it can be paused, or goes on after a pause.
        record_stays: after a withdrawal, whether what was told of the person stays.
    """

    words: str
    state: str | Promise
    left_on: date
    told: tuple[PageLetter, ...]
    letters: list[ShownLetter]
    lives: bool
    may_rest: bool
    rests: bool
    withdrawn: bool
    record_stays: bool
    months: int
    message: FamilyForm
    detail: FamilyForm
    contact: ContactForm
    withdraw: FamilyForm
    delete: FamilyForm


def opened_page(page: EnquiryPage, receipt: Receipt, refusal: FamilyForm | None) -> OpenedPage:
    """What the page of an enquiry says to the holder of its receipt."""
    withdrawn = page.state is EnquiryState.WITHDRAWN

    def form(kind: type[_Form]) -> _Form:
        return refusal if isinstance(refusal, kind) else kind()

    return OpenedPage(
        words=receipt.text,
        state=SHED if page.shed else STATES[page.state],
        left_on=page.left_on,
        told=page.told,
        letters=[ShownLetter(LETTERS[one.kind], one.on, one.text) for one in page.letters],
        lives=not withdrawn and not page.shed,
        may_rest=page.state in {EnquiryState.RECEIVED, EnquiryState.OPEN, EnquiryState.ANSWERED},
        rests=page.state is EnquiryState.PAUSED,
        withdrawn=withdrawn,
        record_stays=page.keep_record is KeepRecord.KEEP,
        months=page.months_until_renewal,
        message=form(MessageForm),
        detail=form(DetailForm),
        contact=form(ContactForm),
        withdraw=form(WithdrawForm),
        delete=form(DeleteForm),
    )
