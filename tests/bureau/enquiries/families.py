"""Invented families, and the shortest way for them to ask."""

from __future__ import annotations

from dataclasses import replace

from antigone.bureau.enquiries.intake import leave_enquiry
from antigone.bureau.enquiries.receipts import Receipt
from antigone.bureau.enquiries.values import Contact, EnquiryDraft, Notices, Relation, Sought
from antigone.bureau.ledger import Actor

CASE_WORKER = Actor("daryna", "case worker")
COLLEAGUE = Actor("bohdan", "case worker")
WORKER = Actor("worker", "worker")
A_PHOTOGRAPH = b"\xff\xd8\xff\xe0 not looked into"

MOTHER = EnquiryDraft(
    Sought(names=("Колодій Вадим Сергійович",), birth_date="1987-05-13", birthplace="Полтава", unit="93 омбр"),
    relation=Relation.PARENT,
    contact=Contact(name="Ольга Колодій", phone="+380 50 000 17 29", email="olha@example.org"),
    first_message="Останній дзвінок був у неділю.",
    language="uk",
)


def ask(draft: EnquiryDraft = MOTHER, *, email_news: bool = False) -> Receipt:
    """A family leaves this draft; with `email_news` it wants the sentence without content."""
    if email_news:
        draft = replace(draft, contact=replace(draft.contact, notices=Notices.EMAIL))
    return leave_enquiry(draft)
