"""What the desk does with an enquiry of the visitor: openly, in both worlds alike, or behind its doors, in one."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from tests.bureau.enquiries.families import CASE_WORKER, COLLEAGUE

from antigone.bureau.enquiries.actions import assign, block_sender, close, mark_answered, reply
from antigone.bureau.enquiries.models import AboutKind
from antigone.bureau.enquiries.notices import enqueue_notice
from antigone.bureau.enquiries.receipts import parsed
from antigone.bureau.enquiries.statements import rows
from antigone.bureau.enquiries.telling.actions import About, approve_telling, draft_telling


def the_desk_answers(words: str) -> None:
    """A reply, after which the enquiry is answered; its family reads both on the page of its receipt."""
    for enquiry in _lives(words):
        assign(enquiry, to=CASE_WORKER.name, actor=CASE_WORKER)
        reply(enquiry, "Чи був у нього шрам?", actor=CASE_WORKER)
        mark_answered(enquiry, actor=CASE_WORKER)


def the_desk_closes(words: str) -> None:
    """The work has ended; a letter of the family begins it again."""
    for enquiry in _lives(words):
        assign(enquiry, to=CASE_WORKER.name, actor=CASE_WORKER)
        close(enquiry, reason="told by telephone", actor=CASE_WORKER)


def the_desk_works_quietly(words: str) -> None:
    """Somebody takes the case, a telling is written and read and not delivered, a notice waits."""
    for enquiry in _lives(words):
        assign(enquiry, to=CASE_WORKER.name, actor=COLLEAGUE)
        telling = draft_telling(enquiry, About(AboutKind.MATCH, "a match"), "Його знайдено.", actor=CASE_WORKER)
        approve_telling(telling, actor=COLLEAGUE)
        enqueue_notice(enquiry)


def the_desk_blocks(words: str) -> None:
    """What comes with these ten words is set aside unread from now on."""
    for enquiry in _lives(words):
        block_sender(enquiry, reason="writes threats", actor=CASE_WORKER)


def letters_are_kept(words: str, *, seen: int) -> None:
    """Photographs, until the family has so many letters with the bureau that it knows of."""
    for enquiry in _lives(words):
        rows(
            "INSERT INTO intake.letter (number, enquiry, kind, sealed, waits)"
            " SELECT gen_random_uuid(), %s, 'photograph', convert_to(repeat('x', 1136), 'UTF8'), false"
            " FROM generate_series(1, %s - (SELECT count(*) FROM intake.letter WHERE enquiry = %s AND NOT hidden))"
            " RETURNING id",
            [enquiry, seen, enquiry],
        )


def _lives(words: str) -> list[UUID]:
    """The enquiry that these words open and that can be worked on, or none."""
    lookup = parsed(words).lookup(settings.ENQUIRY_KEYS.pepper)
    found = rows(
        "SELECT id FROM intake.enquiry WHERE lookup = %s AND state NOT IN ('withdrawn', 'erased') AND shed_on IS NULL",
        [lookup],
    )
    return [UUID(str(enquiry)) for (enquiry,) in found]
