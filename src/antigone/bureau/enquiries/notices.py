"""Notices: one sentence without content, in the language of the enquiry, for those who asked to be sent one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from django.db import connection

from antigone.bureau.enquiries.models import NoticeKind


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What stands in a message. Whoever looks over a shoulder learns nothing from it."""

    subject: str
    sentence: str


#: Language -> words. The same for every kind of notice, so that not even the kind can be read off.
WORDS: Mapping[str, NoticeWords] = MappingProxyType(
    {
        "uk": NoticeWords("Повідомлення", "Для вас є новина. Відкрийте сторінку своїми десятьма словами."),
        "ru": NoticeWords("Сообщение", "Для вас есть новость. Откройте страницу своими десятью словами."),
        "en": NoticeWords("Message", "There is news for you. Open the page with your ten words."),
    }
)


def enqueue_notice(enquiry: UUID, kind: NoticeKind = NoticeKind.NEWS) -> bool:
    """Put a notice into the outbox, in the transaction of the act that it is about.

    Nothing is put there for a family that did not ask for notices, that has paused, or for whom one waits already.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO enquiries_notice (enquiry, kind) SELECT id, %s FROM intake.enquiry WHERE id = %s"
            " AND notices <> 'none' AND NOT paused AND state NOT IN ('withdrawn', 'erased') ON CONFLICT DO NOTHING",
            [kind.value, enquiry],
        )
        return bool(cursor.rowcount == 1)
