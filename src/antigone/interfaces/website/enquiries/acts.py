"""What the holder of a receipt can do: each act is one form around one function of the intake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from antigone.bureau.enquiries import intake
from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.values import KeepRecord, NoSuchEnquiry
from antigone.interfaces.website.enquiries.fields import ContactForm
from antigone.interfaces.website.enquiries.receipt_forms import DeleteForm, DetailForm, MessageForm, WithdrawForm
from antigone.interfaces.website.forms import FamilyForm

#: The form that could not be used, with its hints; it stands on the page again.
Refusal = FamilyForm
Act = Callable[[Receipt, Any, Any], Refusal | None]


def _with(form_class: Callable[..., FamilyForm], perform: Callable[[Receipt, Any], None]) -> Act:
    """An act that needs a form: the form comes back when it cannot be used."""

    def act(receipt: Receipt, said: Any, files: Any) -> Refusal | None:
        form = form_class(said, files)
        if not form.is_valid():
            return form
        perform(receipt, form)
        return None

    return act


def _plain(perform: Callable[[Receipt], None]) -> Act:
    """An act that is one button."""

    def act(receipt: Receipt, _said: Any, _files: Any) -> None:
        perform(receipt)

    return act


def _detail(receipt: Receipt, form: DetailForm) -> None:
    said = form.cleaned_data
    if said["detail"]:
        intake.add_detail(receipt, said["detail"])
    if said["photograph"]:
        intake.add_photograph(receipt, said["photograph"])


def _acknowledge(receipt: Receipt, said: Any, _files: Any) -> None:
    try:
        number = UUID(said.get("number", ""))
    except ValueError:
        raise NoSuchEnquiry("there is no letter of this number") from None
    intake.acknowledge(receipt, number)


ACTS: Final[Mapping[str, Act]] = {
    "message": _with(MessageForm, lambda held, form: intake.add_message(held, form.cleaned_data["message"])),
    "detail": _with(DetailForm, _detail),
    "contact": _with(ContactForm, lambda held, form: intake.change_contact(held, form.contact())),
    "pause": _plain(intake.pause),
    "resume": _plain(intake.resume),
    "renew": _plain(intake.renew),
    "acknowledge": _acknowledge,
    "withdraw": _with(
        WithdrawForm,
        lambda held, form: intake.withdraw(held, keep_record=KeepRecord(form.cleaned_data["keep_record"])),
    ),
    "delete": _with(DeleteForm, lambda held, _form: intake.delete(held)),
}
