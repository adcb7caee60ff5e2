"""What both worlds have in public, and what only the fuller one has besides."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.enquiries.families import CASE_WORKER, COLLEAGUE, MOTHER, WORKER
from tests.bureau.identification.deciding.board import (
    compared,
    proposed,
    public_id,
    signed,
    the_staff_is_there,
    two_records,
)
from tests.bureau.matching.lists import compare
from tests.bureau.people import CLOSED_LIST, arrive, dead, prisoner
from tests.bureau.photographs.album import add
from tests.bureau.photographs.gallery.released import ANCHOR, CROSS, FACE, released, remains
from tests.bureau.photographs.gallery.released import proposed as thing_proposed
from tests.interfaces.website.people import FOUND, FOUND_BY_TWO_SOURCES, TOO_VAGUE, UNKNOWN, WITHHELD, keep_people
from tests.two_worlds.desk import the_desk_works_quietly

from antigone.bureau.disclosure.figures import publish_figures
from antigone.bureau.enquiries import intake, opening
from antigone.bureau.enquiries.actions import assign, block_sender, reply
from antigone.bureau.enquiries.models import AboutKind, Channel
from antigone.bureau.enquiries.notices import enqueue_notice
from antigone.bureau.enquiries.opening import OpeningRequest, StepUp, opened_for
from antigone.bureau.enquiries.receipts import Receipt, parsed
from antigone.bureau.enquiries.sealing import PrivateKey
from antigone.bureau.enquiries.telling.actions import (
    About,
    approve_telling,
    deliver_telling,
    draft_telling,
    freeze_record,
)
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.enquiries.values import Contact, EnquiryDraft, Notices, Sought
from antigone.bureau.figures.actions import import_claims
from antigone.bureau.figures.pages import figures_page
from antigone.bureau.figures.values import ReleaseFile
from antigone.bureau.ledger import Actor
from antigone.bureau.photographs.gallery.actions import withdraw_release
from antigone.evidence.claims import claim_of
from antigone.server.secrets import key_named

#: Whom visitors ask about; in the fuller world others ask about them too, and the bureau knows more of them.
PEOPLE = (FOUND, FOUND_BY_TWO_SOURCES, WITHHELD, UNKNOWN, TOO_VAGUE)
#: The receipt of a family that was told something, in both worlds.
TOLD_WORDS: list[str] = []

_ANALYST = Actor("olha", "analyst")
_CLAIM = {"force": "army of the north", "as_of": "2031-04-14", "counted": "killed"}


def publicly() -> None:
    """People of whom some may be shown, a page of figures, and a family that the bureau answered and told."""
    keep_people()
    claimed("own", speaker="ministry", standing="official, of its own side", best=1_351)
    publish_figures(figures_page("north", title={"en": "The north"}, force="army of the north"), actor=_ANALYST)
    the_staff_is_there()
    User.objects.create_user(CASE_WORKER.name).groups.add(Group.objects.get(name=CASE_WORKER.role))
    receipt = intake.leave_enquiry(MOTHER)
    TOLD_WORDS[:] = [receipt.text]
    take_in(actor=WORKER)
    enquiry = _newest_enquiry()
    assign(enquiry, to=CASE_WORKER.name, actor=CASE_WORKER)
    reply(enquiry, "Ми прочитали Ваш лист.", actor=CASE_WORKER)
    _tell(enquiry, "Він живий.")
    released(ANCHOR, of=remains("r-1"))


def privately() -> None:
    """Other families, a flood, a blocked sender, matches, a signed identification, openings, notices, a freeze.

    And claims that nobody published yet, and what the desk prepares for the family that is on its page in both worlds.
    """
    claimed("other", speaker="paper", standing="third party's estimate", best=9_804)
    things_are_proposed_and_taken_out()
    the_desk_works_quietly(TOLD_WORDS[0])
    for asked in PEOPLE:
        another_family_asks(asked)
    flooding = another_family_asks(UNKNOWN)
    for number in range(45):
        intake.add_message(flooding, f"letter {number}")
    take_in(actor=WORKER)
    blocked = _newest_enquiry()
    assign(blocked, to=CASE_WORKER.name, actor=CASE_WORKER)
    block_sender(blocked, reason="writes threats", actor=CASE_WORKER)
    for number, asked in enumerate(PEOPLE):
        the_bureau_learns_in_confidence(asked, str(number))
    two_records()
    compared("dental")
    signed(proposed())
    compare()
    news = another_family_asks(WITHHELD)
    take_in(actor=WORKER)
    of_news = _newest_enquiry()
    assign(of_news, to=CASE_WORKER.name, actor=CASE_WORKER)
    _opened(of_news)
    enqueue_notice(of_news)
    _tell(of_news, "Знайдено тіло.", public_id("F-1"))
    freeze_record(public_id("F-1"), reason="contested by a relative", actor=CASE_WORKER)
    intake.pause(news)


def things_are_proposed_and_taken_out() -> None:
    """A cross that one person proposed, a face that was taken out again, a mark that nobody thought of showing yet."""
    thing_proposed(CROSS, of=remains("private-r-1"), seed=8)
    withdraw_release(released(FACE, of=remains("private-r-2"), seed=9), reason="the family asked", actor=COLLEAGUE)
    add(remains("private-r-3"), seed=10, shows="tattoo")


def claimed(key: str, **said: str | int) -> None:
    """Somebody states a number; nothing of it is on a page before it is published."""
    import_claims(
        [claim_of(_CLAIM | {"key": key} | said)],
        file=ReleaseFile("claims.json", sha256(key.encode()).hexdigest()),
        actor=_ANALYST,
    )


def another_family_asks(asked: dict[str, str]) -> Receipt:
    """A family that is not the visitor asks for somebody for whom the visitor may ask as well."""
    contact = Contact(phone="+380 50 000 00 01", email="other@example.org", notices=Notices.EMAIL)
    draft = EnquiryDraft(Sought(names=(asked["name"],)), contact=contact, first_message="Де він?")
    return intake.leave_enquiry(draft)


def the_bureau_learns_in_confidence(asked: dict[str, str], source_record_id: str) -> None:
    """A prisoner and a dead man of this name, from a source that lets nothing out."""
    arrive(
        prisoner(f"private-p-{source_record_id}", asked["name"]),
        dead(f"private-d-{source_record_id}", asked["name"]),
        source=CLOSED_LIST,
    )


def the_worker_takes_in() -> None:
    """What waits in the intake becomes records and letters of the desk."""
    with acting_as("antigone_worker"):
        while take_in(actor=WORKER):
            pass


def another_family_gives_up(words: str) -> None:
    """A family that is not the visitor has everything deleted."""
    intake.delete(parsed(words))


def _newest_enquiry() -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("SELECT enquiry FROM intake.letter ORDER BY id DESC LIMIT 1")
        return UUID(str(cursor.fetchone()[0]))


def _tell(enquiry: UUID, text: str, about: UUID | None = None) -> None:
    telling = draft_telling(enquiry, About(AboutKind.RECORD, "a record", about), text, actor=CASE_WORKER)
    approve_telling(telling, actor=COLLEAGUE)
    deliver_telling(telling, channel=Channel.RECEIPT, actor=CASE_WORKER)


def _opened(enquiry: UUID) -> None:
    _ = settings.ENQUIRY_KEYS.vault_public
    request = OpeningRequest(
        enquiry, opening.CONTACT, "to tell her what was found", CASE_WORKER, StepUp("passkey", datetime.now(tz=UTC))
    )
    with acting_as("antigone_vault"):
        opened_for(request, PrivateKey(key_named(settings.DATA_DIR, "vault")))
