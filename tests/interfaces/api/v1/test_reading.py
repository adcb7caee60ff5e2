"""What a partner's program is told: the rule of the public search, the list as it changes, figures, agreed records."""

from __future__ import annotations

import json
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import CLOSED_LIST, REGISTRAR, arrive, dead, prisoner
from tests.interfaces.api.programs import ALL, Program, program

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.partners import PartnerDraft, Scope, UnfitPartner, add_partner, revoke_partner
from antigone.bureau.disclosure.partners.agreed import tell_of_readings
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import delete_record, withhold_record
from antigone.bureau.registry.agreements import AgreementDraft, ShownTo, keep_agreement
from antigone.bureau.registry.models import Record, Source
from antigone.interfaces.website.even_answers import SLOT_SECONDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partners_site")]
OSTAP = "Гончаровський Остап Лукич"


@pytest.fixture
def agency() -> Program:
    return program()


def listed(*names: str) -> None:
    arrive(*(dead(str(number), name, birth_date="1987-05-13") for number, name in enumerate(names)))
    publish_what_may_be(actor=REGISTRAR)


def test_without_a_good_key_every_operation_gives_the_same_answer(agency: Program) -> None:
    feeds_only = program(PartnerDraft("Reader", (Scope.FEED,)))
    gone = program(PartnerDraft("Gone", tuple(set(Scope) - {Scope.AGREED}), "gone.example"))
    revoke_partner("Gone", reason="left", actor=REGISTRAR)
    question = {"name": OSTAP}
    answers = [asker.posts("persons/search", question) for asker in (Program(""), Program("wrong"), gone, feeds_only)]
    assert {(one.status, json.dumps(one.body), one.headers["WWW-Authenticate"]) for one in answers} == {
        (401, json.dumps(answers[0].body), "Bearer")
    }
    assert answers[0].headers["Content-Type"] == "application/problem+json; charset=utf-8"


def test_a_key_says_what_it_is_good_for_and_how_much_is_left() -> None:
    reader = program(PartnerDraft("Reader", (Scope.FEED,), quota=2))
    assert reader.gets("key").body == {
        "partner": "Reader", "domain": "", "audience": "public", "scopes": ["feed"], "quota": 2, "left_today": 1,
    }  # fmt: skip
    last, over = reader.gets("changes"), reader.gets("changes")
    assert [last.status, over.status] == [200, 429]
    assert 0 < int(over.headers["Retry-After"]) <= 86_401


def test_who_knows_a_person_finds_him_and_who_fishes_finds_nothing(agency: Program) -> None:
    listed(OSTAP)
    arrive(prisoner("held", "Мельниченко Ярема Іванович", birth_date="1990-01-02"))
    found = agency.posts("persons/search", {"name": "Goncharovskyi Ostap", "born": "1987"})
    (one,) = found.body["found"]
    assert (one["name"], one["birth_year"]) == (OSTAP, "1987")
    # What a proxy on the way makes shorter tells of itself again.
    assert found.headers["Cache-Control"] == "no-store, no-transform"
    assert one.keys() == {
        "id", "kind", "name", "other_names", "birth_year", "death_year", "region", "source", "as_of",
    }  # fmt: skip
    vague, withheld, nobody = (
        agency.posts("persons/search", question)
        for question in (
            {"name": "Остап"},
            {"name": "Мельниченко Ярема Іванович", "born": "1990-01-02"},
            {"name": "Ковальчук Зиновій Гнатович", "born": "1980"},
        )
    )
    assert vague.body == withheld.body == nobody.body == {"found": []}
    assert dict(vague.headers) == dict(withheld.headers) == dict(nobody.headers)


def test_answers_to_a_search_leave_at_even_instants(agency: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    listed(OSTAP)
    held_back: list[float] = []
    monkeypatch.setattr("antigone.interfaces.website.even_answers.time.sleep", held_back.append)
    for name in (OSTAP, "Остап", "Ковальчук Зиновій Гнатович"):
        agency.posts("persons/search", {"name": name, "born": "1987"})
    assert len(held_back) == 3
    assert all(0 <= seconds <= SLOT_SECONDS for seconds in held_back)


def test_whoever_may_only_be_found_is_on_no_list_but_stands_under_his_id(agency: Program) -> None:
    arrive(dead("1", OSTAP, birth_date="1987-05-13", family_informed_on="2023-01-01"), source=CLOSED_LIST)
    publish_what_may_be(actor=REGISTRAR)
    (one,) = agency.posts("persons/search", {"name": OSTAP, "born": "1987"}).body["found"]
    assert agency.gets("changes").body["changes"] == []
    assert agency.gets(f"persons/{one['id']}").body == one


def test_who_left_the_list_is_gone_and_who_never_was_is_not_found(agency: Program) -> None:
    listed(OSTAP)
    (entry,) = agency.gets("changes").body["changes"]
    address = f"persons/{entry['id']}"
    first = agency.gets(address)
    # «What you have still holds» would be the one short answer about somebody.
    assert (first.status, "ETag" in first.headers) == (200, False)
    delete_record(str(Record.objects.get().public_id), reason="asked", actor=REGISTRAR)
    assert agency.gets(address).status == 410
    assert agency.gets(f"persons/{uuid4()}").status == 404
    assert agency.gets("persons/1").status == 404


def test_whoever_follows_the_cursor_misses_nobody_and_hears_who_left(agency: Program) -> None:
    listed(*(f"Гончаровський Остап {number}ович" for number in range(25)))
    seen: dict[str, bool] = {}
    cursor, pages = "", 0

    def follow() -> None:
        nonlocal cursor, pages
        more = True
        while more:
            page = agency.gets(f"changes?limit=10&cursor={cursor}").body
            seen.update({one["id"]: one["gone"] for one in page["changes"]})
            cursor, more, pages = page["cursor"], page["more"], pages + 1

    follow()
    assert (len(seen), pages, any(seen.values())) == (25, 3, False)
    gone = str(Record.objects.get(source_record_id="7").public_id)
    delete_record(gone, reason="asked", actor=REGISTRAR)
    arrive(*(dead(f"new{number}", f"Мельниченко Остап {number}ович") for number in range(2)))
    publish_what_may_be(actor=REGISTRAR)
    follow()
    assert (len(seen), sum(seen.values()), pages) == (27, 1, 4)
    assert agency.gets(f"changes?cursor={cursor}").body == {"changes": [], "cursor": cursor, "more": False}


def test_a_cursor_is_good_for_its_own_list_alone(agency: Program) -> None:
    cursor = agency.gets("changes").body["cursor"]
    for path in (f"agreed?cursor={cursor}", f"changes?cursor={cursor}x", "changes?cursor=AAAA", "changes?limit=0"):
        answer = agency.gets(path)
        assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json; charset=utf-8")


def test_a_partner_has_what_a_source_agreed_to_and_the_ledger_says_so(agency: Program) -> None:
    arrive(
        prisoner("held", "Мельниченко Ярема Іванович", birth_date="1990-01-02", unit="93 омбр"),
        prisoner("withheld", "Савчук Денис Олегович"),
        source=CLOSED_LIST,
    )
    withheld = str(Record.objects.get(source_record_id="withheld").public_id)
    withhold_record(withheld, reason="in danger", actor=REGISTRAR)
    assert agency.gets("agreed").body == {"persons": [], "cursor": None}
    letter = AgreementDraft("letter of the committee", "tracing", (ShownTo.PARTNER,), valid_until=date(2199, 12, 31))
    keep_agreement(Source.objects.get().pk, letter, actor=REGISTRAR)
    (one,) = agency.gets("agreed").body["persons"]
    assert (one["name"], one["kind"], one["birth_date"], one["keep_until"]) == (
        "Мельниченко Ярема Іванович", "prisoner", "1990-01-02", "2199-12-31T23:59:59Z",
    )  # fmt: skip
    public = program(PartnerDraft("Reader", (Scope.FEED, Scope.SEARCH)))
    assert public.gets("agreed").status == 401
    with pytest.raises(UnfitPartner, match="--audience partner"):
        add_partner(PartnerDraft("Another", (Scope.AGREED,)), actor=REGISTRAR)
    assert tell_of_readings(actor=REGISTRAR) == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disclosure_agreed_reading SET day = day - 1")
    with acting_as("antigone_worker"):
        assert tell_of_readings(actor=REGISTRAR) == 1
        assert tell_of_readings(actor=REGISTRAR) == 0
    event = Event.objects.get(verb="disclosure.let_out_by_key")
    assert (event.detail["partner"], event.detail["persons"]) == (ALL.name, 1)


def test_figures_are_those_of_the_website_with_a_tag(agency: Program) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO published.figures (slug, content) VALUES ('losses', %s)",
            [json.dumps({"title": {"en": "Losses"}, "claims": [{"best": 7}], "conflicts": [], "releases": []})],
        )
    assert agency.gets("figures").body == {"figures": [{"slug": "losses", "title": {"en": "Losses"}}]}
    page = agency.gets("figures/losses")
    assert page.body["content"]["claims"] == [{"best": 7}]
    assert agency.gets("figures/losses", If_None_Match=page.headers["ETag"]).status == 304
    assert agency.gets("figures/nothing").status == 404


@pytest.mark.parametrize(
    ("body", "status", "where"),
    [
        ("{", 400, ""),
        ('{"name": NaN}', 400, ""),
        ("[" * 100_000, 400, ""),
        ('"' + "a" * 1_100_000 + '"', 413, ""),
        ("[]", 422, "body"),
        ({"name": ""}, 422, "body/name"),
        ({"name": "a\0b"}, 422, "body/name"),
        ('{"name": "\\ud800"}', 422, "body/name"),
        ({"name": "Остап", "bron": "1987"}, 422, "body/bron"),
        ({"name": "Остап", "born": "13.05.1987"}, 422, "body/born: «13.05.1987» is no date; write 1987-05-13"),
    ],
    ids=[
        "no json",
        "no number",
        "too deep",
        "too long",
        "a list",
        "empty",
        "nul",
        "half a letter",
        "a slip",
        "no date",
    ],
)
def test_a_body_that_cannot_be_taken_is_refused_and_named(
    agency: Program, body: object, status: int, where: str
) -> None:
    answer = agency.posts("persons/search", body)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json; charset=utf-8")
    assert answer.body["detail"].startswith(where)


def test_what_is_not_there_and_what_is_not_answered_is_a_problem_document_too(agency: Program) -> None:
    answers = [agency.gets("nothing"), agency.gets("persons/search"), agency.asks("DELETE", "changes"), agency.gets("")]
    assert [one.status for one in answers] == [404, 405, 405, 404]
    assert {one.headers["Content-Type"] for one in answers} == {"application/problem+json; charset=utf-8"}
    assert answers[1].headers["Allow"] == "POST"
