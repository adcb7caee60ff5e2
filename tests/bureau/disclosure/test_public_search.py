"""What a stranger is shown, and what he is not."""

from __future__ import annotations

import pytest
from tests.bureau.people import CLOSED_LIST, OPEN_LIST, REGISTRAR, arrive, dead, prisoner

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.queries import public_search, unpublished_count
from antigone.bureau.disclosure.values import PublicAnswer, PublicQuery
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import delete_record, undo_batch
from antigone.bureau.registry.models import Record, Source
from antigone.bureau.registry.values import SourceDraft

pytestmark = pytest.mark.django_db

OSTAP = dead(
    "ostap",
    "Гончаровський Остап Лукич",
    birth_date="1987-05-13",
    birthplace="Вербівська обл., Сосницький р-н, с. Вербове, вул. Лісова 4",
    occurred_date="2022-03-08",
    unit="в/ч А9917",
    service_number="АБ-123456",
    circumstances="знайдений біля мосту",
)
NOTHING = PublicAnswer(())


def ask(name: str = "Гончаровський Остап Лукич", **more: str) -> PublicAnswer:
    publish_what_may_be(actor=REGISTRAR)
    return public_search(PublicQuery(name, **more))


def test_who_knows_him_finds_him() -> None:
    arrive(OSTAP)
    (person,) = ask(born="1987").found
    assert (person.name, person.birth_year, person.death_year) == ("Гончаровський Остап Лукич", "1987", "2022")
    assert (person.region, person.source, person.kind) == ("Вербівська обл.", "Book of the dead", "dead")


def test_a_latin_spelling_finds_him_too() -> None:
    arrive(OSTAP)
    assert ask("Honcharovskyi Ostap Lukych", born="1987-05-13").found


def test_nothing_else_of_him_leaves() -> None:
    arrive(OSTAP)
    said = repr(ask(born="1987").found)
    for private in ("1987-05-13", "2022-03-08", "Лісова", "Вербове", "А9917", "123456", "мосту", "ostap"):
        assert private not in said


def test_a_surname_alone_finds_nobody() -> None:
    arrive(OSTAP)
    assert ask("Гончаровський") == NOTHING


def test_another_birth_year_finds_nobody_worth_showing() -> None:
    arrive(OSTAP)
    assert ask("Гончаровський Остап", born="1950") == NOTHING


def test_a_cousin_with_another_forefather_is_another_person() -> None:
    arrive(dead("nawar", "نوار غسان طلعت أبو زيتون", birth_date="2001"))
    assert ask("نوار غسان طلعت أبو زيتون").found
    assert ask("نوار غسان حاتم أبو زيتون") == NOTHING


def test_his_brother_by_another_father_is_another_person() -> None:
    arrive(OSTAP)
    assert ask("Гончаровський Остап Іванович", born="1987-05-13") == NOTHING


def test_a_very_common_name_needs_the_day_of_birth() -> None:
    arrive(dead("ivan", "Иванов Иван Иванович", birth_date="1987-05-13"))
    assert ask("Иванов Иван Иванович") == NOTHING
    assert ask("Иванов Иван Иванович", born="1987") == NOTHING
    assert ask("Иванов Иван Иванович", born="1987-05-13").found


def test_a_living_prisoner_is_never_shown_whoever_published_him() -> None:
    arrive(prisoner("yukhym", "Дзеркало Юхим Захарович", birth_date="1999-01-01"), source=OPEN_LIST)
    assert ask("Дзеркало Юхим Захарович", born="1999-01-01") == NOTHING


def test_a_confidential_list_is_not_shown_until_the_family_was_informed() -> None:
    arrive(OSTAP, source=CLOSED_LIST)
    assert ask(born="1987") == NOTHING
    informed = dead("ostap", "Гончаровський Остап Лукич", birth_date="1987-05-13", family_informed_on="2023-01-05")
    arrive(informed, source=CLOSED_LIST)
    assert ask(born="1987").found


def test_two_namesakes_are_not_told_apart_by_luck() -> None:
    other = dead("other", "Гончаровський Остап Лукич", birth_date="1955-02-01")
    arrive(OSTAP, other)
    assert ask() == NOTHING
    (person,) = ask(born="1955").found
    assert person.birth_year == "1955"


def test_two_sources_that_surely_speak_of_one_person_are_both_shown() -> None:
    arrive(OSTAP)
    arrive(OSTAP, source=SourceDraft("Another open list", publication="open"))
    assert {person.source for person in ask(born="1987").found} == {"Book of the dead", "Another open list"}


def test_a_withheld_record_is_out_of_sight_in_the_same_transaction() -> None:
    arrive(OSTAP)
    assert ask(born="1987").found
    Record.objects.update(sensitivity="withheld")
    assert public_search(PublicQuery("Гончаровський Остап Лукич", born="1987")) == NOTHING
    assert unpublished_count() == 0


def test_a_deleted_record_is_out_of_sight() -> None:
    arrive(OSTAP)
    assert ask(born="1987").found
    delete_record(str(Record.objects.get().public_id), reason="asked", actor=REGISTRAR)
    assert ask(born="1987") == NOTHING


def test_an_undone_batch_is_out_of_sight() -> None:
    batch = arrive(OSTAP).batch_id
    assert ask(born="1987").found
    assert batch is not None
    undo_batch(batch, actor=REGISTRAR)
    assert ask(born="1987") == NOTHING


def test_a_source_that_takes_its_consent_back_takes_its_people_with_it() -> None:
    arrive(OSTAP)
    assert ask(born="1987").found
    Source.objects.update(publication="private")
    assert ask(born="1987") == NOTHING


def test_a_changed_record_is_shown_as_it_is_now() -> None:
    arrive(OSTAP)
    assert ask(born="1987").found
    arrive(dead("ostap", "Гончаровський Остап Лукич", birth_date="1986-05-13"))
    assert [person.birth_year for person in ask(born="1986").found] == ["1986"]


def test_the_public_id_tells_nothing_of_the_record() -> None:
    arrive(OSTAP)
    (person,) = ask(born="1987").found
    assert person.public_id != str(Record.objects.get().public_id)


def test_publishing_is_one_event_and_publishing_nothing_is_none() -> None:
    arrive(OSTAP)
    publish_what_may_be(actor=REGISTRAR)
    publish_what_may_be(actor=REGISTRAR)
    assert Event.objects.filter(verb="disclosure.publish_records").count() == 1
