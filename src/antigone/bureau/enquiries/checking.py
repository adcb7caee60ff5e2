"""What a family wrote, checked before it is kept: whole sentences say what cannot be taken, and how it can."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace

from antigone.bureau.enquiries.receipts import LANGUAGES
from antigone.bureau.enquiries.values import (
    LARGEST_PHOTOGRAPH,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_NAMES,
    Contact,
    EnquiryDraft,
    EnquiryRejected,
    Notices,
    Sex,
    Sought,
)
from antigone.evidence.dates import NotADate, UncertainDate

# PostgreSQL's text cannot hold NUL, and lone surrogates are no UTF-8; other control characters say nothing.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LONG = frozenset({"circumstances", "description"})
_DATES = frozenset({"birth_date", "last_seen_date"})
_OLDEST = 120
_MEGABYTE = 1024 * 1024
#: How a photograph begins that can be kept: JPEG, PNG, WebP, HEIC. Nothing looks further into it here.
_PHOTOGRAPH = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP|....ftyp(?:heic|heix|mif1|msf1)",
    re.DOTALL,
)
# Groups have negative numbers: news are for one person.
_CHAT = re.compile(r"[1-9][0-9]{0,18}")
# One address as RFC 5321 lets it be written without quotes; it must never carry a second header or recipient.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")


def checked_draft(draft: EnquiryDraft) -> EnquiryDraft:
    """The draft as it can be kept: trimmed, without characters that are none.

    Raises:
        EnquiryRejected: neither name nor photograph, a text too long, a date that is none, ages in the wrong order.
    """
    sought = _checked_sought(draft.sought)
    if draft.photograph is not None:
        checked_photograph(draft.photograph)
    if not sought.names and draft.photograph is None:
        raise EnquiryRejected(
            "there is neither a name nor a photograph; give one of them, so that we know whom to seek"
        )
    if draft.language not in LANGUAGES:
        raise EnquiryRejected(f"«{draft.language}» is no language of ours; choose one of {', '.join(LANGUAGES)}")
    message = checked_text(draft.first_message, "message") if draft.first_message.strip() else ""
    return replace(draft, sought=sought, contact=checked_contact(draft.contact), first_message=message)


def sought_from(document: Mapping[str, object]) -> Sought:
    """Who is sought, from what the website wrote down; checked once more, as whoever took the website over could have
    written anything.

    Raises:
        EnquiryRejected: it is not what `intake.leave_enquiry` writes.
    """
    known = {one.name for one in fields(Sought)}
    texts = {name: value for name, value in document.items() if name not in {"names", "sex", "age_low", "age_high"}}
    names = document.get("names", [])
    ages = [document.get(name) for name in ("age_low", "age_high")]
    if (
        not document.keys() <= known
        or not all(isinstance(value, str) for value in texts.values())
        or not isinstance(names, list)
        or not all(isinstance(name, str) for name in names)
        or not all(age is None or type(age) is int for age in ages)
        or document.get("sex", "") not in set(Sex)
    ):
        raise EnquiryRejected("this is not what the website writes down of a person who is sought")
    whole: dict[str, object] = {**document, "names": tuple(names), "sex": Sex(str(document.get("sex", "")))}
    return _checked_sought(Sought(**whole))  # type: ignore[arg-type]


def is_email(address: str) -> bool:
    """Whether a notice can be sent to this address, and to nobody else by way of it."""
    return _EMAIL.fullmatch(address) is not None


def is_chat(number: str) -> bool:
    """Whether this is the number of a chat with one person in Telegram."""
    return _CHAT.fullmatch(number) is not None


def _checked_sought(sought: Sought) -> Sought:
    changed: dict[str, object] = {"names": _checked_names(sought.names)}
    for one in fields(sought):
        value = getattr(sought, one.name)
        if isinstance(value, str) and one.name != "sex":
            changed[one.name] = _kept(value, one.name, LONGEST_TEXT if one.name in _LONG else LONGEST_LINE)
    for name in _DATES:
        _check_date(str(changed[name]), name)
    for age in (sought.age_low, sought.age_high):
        if age is not None and not 0 <= age <= _OLDEST:
            raise EnquiryRejected(f"the age {age} is none of a living person; write whole years up to {_OLDEST}")
    if sought.age_low is not None and sought.age_high is not None and sought.age_low > sought.age_high:
        raise EnquiryRejected("the lower age is above the higher one; exchange them")
    return replace(sought, **changed)  # type: ignore[arg-type]


def _checked_names(names: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(name for name in (_kept(one, "name", LONGEST_LINE) for one in names) if name))
    if len(kept) > MOST_NAMES:
        raise EnquiryRejected(f"there are {len(kept)} names; give the {MOST_NAMES} by which he is best known")
    return kept


def _check_date(edtf: str, name: str) -> None:
    if not edtf:
        return
    try:
        UncertainDate.parse(edtf)
    except NotADate:
        raise EnquiryRejected(
            f"{_in_words(name)}: «{edtf}» is no date; write 1987-05-13, 1987-05 or 1987, with ~ for «about»"
        ) from None


def checked_contact(contact: Contact) -> Contact:
    """The contact as it can be kept.

    Raises:
        EnquiryRejected: a line too long, or notices by e-mail without an address that can be written to.
    """
    lines = {
        one.name: _kept(getattr(contact, one.name), one.name, LONGEST_LINE)
        for one in fields(contact)
        if one.name != "notices"
    }
    if contact.notices is Notices.EMAIL and not is_email(lines["email"]):
        raise EnquiryRejected("news by e-mail need an address such as name@example.org; without one choose no news")
    if contact.notices is Notices.TELEGRAM and not is_chat(lines["chat"]):
        raise EnquiryRejected("news in Telegram come to a chat with the bot; without one choose no news")
    return Contact(**lines, notices=contact.notices)


def checked_text(text: str, name: str) -> str:
    """A message or a detail as it can be kept.

    Raises:
        EnquiryRejected: empty or too long.
    """
    kept = _kept(text, name, LONGEST_TEXT)
    if not kept:
        raise EnquiryRejected(f"the {_in_words(name)} is empty; write something")
    return kept


def checked_photograph(content: bytes) -> bytes:
    """A photograph as it was sent; only its first bytes are looked at.

    Raises:
        EnquiryRejected: too large, or no JPEG, PNG, WebP or HEIC.
    """
    if len(content) > LARGEST_PHOTOGRAPH:
        raise EnquiryRejected(
            f"the photograph has {len(content) / _MEGABYTE:.1f} MB; send at most {LARGEST_PHOTOGRAPH // _MEGABYTE}"
        )
    if not _PHOTOGRAPH.match(content):
        raise EnquiryRejected("the file is no photograph that can be taken; send a JPEG, PNG, WebP or HEIC")
    return content


def _kept(text: str, name: str, longest: int) -> str:
    plain = _UNKEEPABLE.sub("", text).strip()
    if len(plain) > longest:
        raise EnquiryRejected(f"{_in_words(name)}: {len(plain)} characters; at most {longest} can be taken")
    return plain


def _in_words(field: str) -> str:
    return field.replace("_", " ")
