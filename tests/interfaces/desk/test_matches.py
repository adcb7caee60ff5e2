"""Matches at the desk: what the queue keeps, what a match's page says, and what can be done with it."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.bureau.identification.deciding.board import the_laboratory_says
from tests.bureau.matching.lists import compare, families_say, found, lists_say, match_between, missing, record
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.office import DEAD_NAME

from antigone.bureau.identification.to_matching import tell_matching
from antigone.bureau.ledger.models import Event
from antigone.bureau.matching.models import Match, OutsideWeight
from antigone.bureau.registry.models import Record

HTMX = {"HX-Request": "true"}


@pytest.fixture
def match(office: None) -> Match:
    """The office's missing man and the dead one, whom the engine takes for one; nobody has taken the match up."""
    compare()
    return match_between("c-2", "m-1")


@pytest.fixture
def match_with_dna(match: Match) -> Match:
    the_laboratory_says(7.0, of=(match.left.source_record_id, match.right.source_record_id))
    tell_matching()
    compare()
    return match


@pytest.fixture
def taras(match: Match, staff_rights: None) -> Client:
    return signed_in("taras")


@pytest.fixture
def watcher(match: Match, staff_rights: None) -> Client:
    return signed_in("watcher")


def address(match: Match, act: str = "") -> str:
    return f"/matches/{match.public_id}/{act}"


def words_of(page: str) -> str:
    """What stands on a page, without its tags, each run of blanks as one."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_queue_shows_the_match_with_both_names_and_a_number_that_can_be_pictured(taras: Client) -> None:
    page = taras.get("/matches/").text
    assert DEAD_NAME in page
    assert "Верещака О. Д." in page
    assert re.search(r"\d+(\.\d+)? of 100", page)
    assert re.search(r"\b\d+ match(es)?\b", words_of(page))


def test_a_filter_is_kept_without_standing_in_an_address(taras: Client) -> None:
    answer = taras.post("/matches/", {"name": "Vereshchaka", "kind": "dead"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/matches/")
    kept = taras.get("/matches/").text
    assert 'value="Vereshchaka"' in kept
    assert DEAD_NAME in kept
    taras.post("/matches/", {"name": "Haidabura"})
    nobody = taras.get("/matches/").text
    assert "There is no such match." in nobody
    assert "Верещака О. Д." not in nobody
    taras.post("/matches/", {})
    assert DEAD_NAME in taras.get("/matches/").text


def test_what_was_filtered_by_is_gone_when_the_session_ends(taras: Client) -> None:
    taras.post("/matches/", {"name": "Vereshchaka"})
    taras.post("/sign-out/")
    assert not Session.objects.exists()
    assert "Vereshchaka" not in signed_in("taras").get("/matches/").text


def test_a_filter_that_is_none_is_refused_in_words(taras: Client) -> None:
    answer = taras.post("/matches/", {"kind": "alive", "source": "99999"})
    assert answer.status_code == 400
    assert answer.text.count("Please choose one of the list.") == 2


def test_with_htmx_only_the_list_comes(taras: Client) -> None:
    part = taras.post("/matches/", {"kind": "dead"}, headers=HTMX).text
    assert part.startswith('<section id="found"')
    assert DEAD_NAME in part
    assert "<html" not in part


@pytest.mark.parametrize("place", ["after=nonsense", "before=AAAA", "after=x&before=y"])
def test_a_place_in_the_queue_that_is_none_begins_at_its_start(place: str, taras: Client) -> None:
    answer = taras.get(f"/matches/?{place}")
    assert answer.status_code == 200
    assert DEAD_NAME in answer.text


def test_a_match_stands_side_by_side_with_its_verdicts_in_words(taras: Client, match: Match) -> None:
    page = taras.get(address(match)).text
    said = words_of(page)
    for expected in (
        "Верещака О. Д. (Vereshchaka O. D.)",
        "Верещака Остап Данилович (Vereshchaka Ostap Danylovych)",
        "speaks for one person",
        "12 March 1987",
        "Книга пам’яті міста Лубни",
        "B: usually reliable",
        "A: completely reliable",
        "So the engine reckons; it identifies nobody.",
        "No enquiry seeks this person.",
        "No relatives of this person have given DNA.",
        "All evidence together:",
        "fields that only one record knows",
    ):
        assert expected in said, expected
    assert "ВЕРЕЩАКА Остап Данилович" in page  # the row as received
    assert "style=" not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", "ДНК родичів із зразком S-1: десять у степені +7.0 за 21 локусами."),
        ("ru", "ДНК родственников с образцом S-1: десять в степени +7.0 по 21 локусам."),
        ("en", "Relatives’ DNA against sample S-1: ten to the power of +7.0 over 21 loci."),
    ],
    ids=["uk", "ru", "en"],
)
def test_what_dna_says_stands_in_the_readers_language(
    match_with_dna: Match, taras: Client, language: str, said: str
) -> None:
    assert said in words_of(taras.get(address(match_with_dna), headers={"accept-language": language}).text)


#: Two records that say much of one man, and not all of it alike.
TOLD: dict[str, Any] = {
    "sex": "male", "birth_date": "1990-05-12", "birthplace": "Полтава", "residence": "Полтава", "force": "ЗСУ",
    "unit": "72 омбр", "rank": "солдат", "service_number": "АА-123456", "call_sign": "Сокіл",
}  # fmt: skip
LOOKS = "зріст 178 см; міцна статура; волосся темне; очі сірі; група крові 1+; шеврон з позивним «Сокіл»; борода"


@pytest.fixture
def rich(match: Match) -> Match:
    sought = f"{LOOKS}; взуття 43; татуювання: якір на лівому передпліччі; коронка на зубі 16; мав каблучку"
    seen = f"{LOOKS}; shoe size 43; tattoo: anchor, left forearm; crown 16; каблучка, телефон"
    event = {"last_seen_date": "2022-03-05", "last_seen_place": "Бахмут"}
    families_say(missing("told", "Дрозд Гнат Петрович", **TOLD, **event, description=sought))
    told = {**TOLD, "birth_date": "1990~", "rank": "сержант", "occurred_date": "2022-03", "occurred_place": "Бахмут"}
    lists_say(found("seen", "Дрозд Игнат", **told, description=seen))
    compare()
    return match_between("told", "seen")


def why_table(page: str) -> str:
    return page.partition('<table class="stacked weights-table"')[2].partition("</table>")[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "в обеих записях: татуировка «якорь» (предплечье слева)"),
        ("uk", "в обох записах: татуювання «якір» (передпліччя ліворуч)"),
        ("en", "both tell of a tattoo (anchor) on the left forearm"),
    ],
    ids=["ru", "uk", "en"],
)
def test_why_it_is_one_person_stands_in_the_readers_language(
    rich: Match, taras: Client, language: str, said: str
) -> None:
    speaks = {"accept-language": language}
    proposed = why_table(taras.get(address(rich), headers=speaks).text)
    assert said in proposed
    assert proposed.count("<tr") > 18
    assert "lang=" not in proposed
    taras.post(address(rich, "take-up/"))
    taras.post(address(rich, "exclude/"), {"identifier": "dental", "because": "other teeth"})
    decided = why_table(taras.get(address(rich), headers=speaks).text)
    assert said in decided
    assert "lang=" not in decided


@pytest.fixture
def told_in_english_alone(match_with_dna: Match) -> Match:
    """A weight that an earlier version wrote."""
    OutsideWeight.objects.update(said=None)
    return match_with_dna


def test_a_reason_that_was_written_in_english_alone_says_so(told_in_english_alone: Match, taras: Client) -> None:
    both = (told_in_english_alone.left.public_id, told_in_english_alone.right.public_id)
    page = taras.get(f"/matches/explain/{both[0]}/{both[1]}/", headers={"accept-language": "uk"}).text
    assert '<span lang="en">relatives&#x27; DNA against sample S-1' in why_table(page)


def test_the_numbers_of_a_match_are_said_as_so_many_of_a_hundred(taras: Client, match: Match) -> None:
    Match.objects.filter(pk=match.pk).update(joint_posterior=0.873)
    said = words_of(taras.get(address(match)).text)
    assert "Of 100 such matches, about 87 are right." in said


def test_the_picture_and_the_table_tell_the_same(taras: Client, match: Match) -> None:
    page = taras.get(address(match)).text
    table = page.partition('<table class="stacked weights-table"')[2].partition("</table>")[0]
    picture = page.partition("<svg")[2].partition("</svg>")[0]
    weights = re.findall(r'<td role="cell" class="number">([^<]*)</td><td role="cell" class="head">([^<]*)', table)
    assert len(weights) > 3
    for number, line in weights[1:-1]:
        assert f">{line}<" in picture
        assert f">{number}<" in picture


def test_what_would_decide_it_is_a_part_and_a_page(taras: Client, match: Match) -> None:
    whole = taras.get(address(match, "next/")).text
    part = taras.get(address(match, "next/"), headers=HTMX).text
    assert "<html" in whole
    assert "<html" not in part
    assert "What would decide it next" in whole
    assert words_of(part) in words_of(whole)


def test_a_case_worker_takes_up_excludes_and_reopens(taras: Client, match: Match) -> None:
    assert "Exclude: these are two people" not in taras.get(address(match)).text
    taras.post(address(match, "take-up/"))
    match.refresh_from_db()
    assert (match.state, match.taken_up_by) == ("under_review", "taras")
    assert "Верещака О. Д." in taras.get("/matches/mine/").text
    answer = taras.post(address(match, "exclude/"), {"identifier": "dental", "because": "other teeth"}, follow=True)
    assert "It comes back only with new evidence." in answer.text
    match.refresh_from_db()
    assert (match.state, match.because) == ("excluded", "other teeth")
    page = words_of(taras.get(address(match)).text)
    assert "by taras, by teeth: other teeth" in page
    assert "excluded: " not in page
    assert address(match) not in taras.get("/matches/").text
    taras.post(address(match, "reopen/"), {"new_evidence": "the X-rays were another man's"})
    match.refresh_from_db()
    assert match.state == "under_review"
    verbs = Event.objects.filter(subject_kind="match").order_by("id").values_list("verb", "actor_name", "actor_role")
    assert list(verbs) == [
        ("matching.take_up_match", "taras", "case worker"),
        ("matching.exclude_match", "taras", "case worker"),
        ("matching.reopen_match", "taras", "case worker"),
    ]
    history = words_of(taras.get(address(match)).text.partition("History")[2])
    for word in ("match taken up", "match excluded. Grounds: other teeth", "match reopened. New evidence: the X-rays"):
        assert word in history


def test_an_exclusion_needs_its_kind_of_evidence_and_its_grounds(taras: Client, match: Match) -> None:
    taras.post(address(match, "take-up/"))
    answer = taras.post(address(match, "exclude/"), {"identifier": "", "because": " "})
    assert answer.status_code == 400
    assert answer.text.count("Please fill this in.") == 2
    match.refresh_from_db()
    assert match.state == "under_review"


def test_nobody_excludes_what_nobody_took_up(taras: Client, match: Match) -> None:
    assert "Nobody has taken this match up yet" in taras.get(address(match, "exclude/")).text
    form = {"identifier": "dental", "because": "other teeth"}
    assert "Please take the match up first" in taras.post(address(match, "exclude/"), form, follow=True).text
    match.refresh_from_db()
    assert match.state == "proposed"


def test_the_same_new_evidence_does_not_reopen_twice(taras: Client, match: Match) -> None:
    for _ in range(2):
        taras.post(address(match, "take-up/"))
        taras.post(address(match, "exclude/"), {"identifier": "dental", "because": "other teeth"})
        answer = taras.post(address(match, "reopen/"), {"new_evidence": "new X-rays"})
    assert answer.status_code == 400
    assert "This reopened the match before." in answer.text


def test_a_match_that_somebody_else_has_is_not_taken_up_a_second_time(taras: Client, match: Match) -> None:
    taras.post(address(match, "take-up/"))
    answer = taras.post(address(match, "take-up/"), follow=True)
    assert "somebody else has it" in answer.text
    assert Event.objects.filter(verb="matching.take_up_match").count() == 1


def test_a_match_that_was_taken_up_is_handed_back(taras: Client, match: Match) -> None:
    assert "Hand back" not in taras.get(address(match)).text
    assert "cannot be handed back" in taras.post(address(match, "hand-back/"), follow=True).text
    taras.post(address(match, "take-up/"))
    assert 'data-key="hand-back"' in taras.get(address(match)).text
    page = words_of(taras.post(address(match, "hand-back/"), follow=True).text)
    assert "Any colleague can take it up." in page
    assert "match handed back" in page.partition("History")[2]
    match.refresh_from_db()
    assert (match.state, match.taken_up_by, match.reasons) == ("proposed", "", None)
    assert "Верещака О. Д." not in taras.get("/matches/mine/").text
    taras.post(address(match, "take-up/"))
    match.refresh_from_db()
    assert (match.state, match.taken_up_by) == ("under_review", "taras")


def test_with_htmx_a_row_that_was_taken_up_comes_back_alone(taras: Client, match: Match) -> None:
    row = taras.post(address(match, "take-up/"), {"from": "queue"}, headers=HTMX).text
    assert row.lstrip().startswith("<tr")
    assert "under review" in row
    assert f"/matches/{match.public_id}/exclude/" in row


def test_without_htmx_taking_up_from_the_queue_leads_back_to_it(taras: Client, match: Match) -> None:
    assert taras.post(address(match, "take-up/"), {"from": "queue"}).headers["Location"] == "/matches/"
    assert taras.post(address(match, "take-up/")).headers["Location"] == address(match)


def test_an_auditor_reads_and_is_offered_no_act(watcher: Client, match: Match) -> None:
    for page in (watcher.get("/matches/").text, watcher.get(address(match)).text):
        assert DEAD_NAME in page
        assert "take-up" not in page
        assert "My cases" not in page


def test_a_withheld_record_is_not_compared_on_the_page(taras: Client, match: Match) -> None:
    Record.objects.filter(pk=match.right_id).update(sensitivity="withheld")
    page = taras.get(address(match)).text
    assert "One of these records is withheld." in page
    assert "<svg" not in page
    assert "One of these records is withheld." in taras.get(address(match, "next/")).text


def test_why_two_records_were_not_proposed_is_told(taras: Client) -> None:
    numbers = {side: str(record(source).public_id) for side, source in (("left", "c-2"), ("right", "c-1"))}
    answer = taras.post("/matches/explain/", numbers)
    assert answer.status_code == 302
    page = words_of(taras.get(answer.headers["Location"]).text)
    assert "The engine keeps no match between these records." in page
    assert "All evidence together:" in page


def test_a_pair_that_was_proposed_leads_to_its_match(taras: Client, match: Match) -> None:
    page = taras.get(f"/matches/explain/{record('m-1').public_id}/{record('c-2').public_id}/").text
    assert "There is a match between these records: proposed." in words_of(page)
    assert address(match) in page


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("x", "y", "This is no number of a record."),
        (
            "3f0e9c5a-5d0c-4f6e-9a31-6b1d2f4c8e70",
            "b7a1d4e2-90cf-4c1b-8f55-0e6a7d3c2b19",
            "There is no record of this number.",
        ),
        ("", "", "Please fill this in."),
    ],
)
def test_numbers_that_are_none_are_refused_in_words(left: str, right: str, said: str, taras: Client) -> None:
    answer = taras.post("/matches/explain/", {"left": left, "right": right})
    assert answer.status_code == 400
    assert said in answer.text


def test_one_record_is_not_compared_with_itself(taras: Client) -> None:
    number = str(record("m-1").public_id)
    answer = taras.post("/matches/explain/", {"left": number, "right": number})
    assert answer.status_code == 400
    assert "Please give two different records." in answer.text


def test_a_withheld_record_is_not_explained(taras: Client) -> None:
    Record.objects.filter(source_record_id="m-1").update(sensitivity="withheld")
    answer = taras.get(f"/matches/explain/{record('m-1').public_id}/{record('c-2').public_id}/")
    assert answer.status_code == 409
    assert "what is withheld is not compared" in answer.text


def test_others_who_come_into_question_and_duplicates_stand_beside_the_match(office: None) -> None:
    lists_say(found("rival", DEAD_NAME, birth_date="1987-03-12", unit="45-та окрема рота"))
    compare()
    page = words_of(signed_in("taras").get(address(match_between("c-2", "m-1"))).text)
    assert "Who else may be the left record (missing)" in page
    assert "Perhaps one person, told more than once" in page


def test_a_record_lists_its_matches(taras: Client, match: Match) -> None:
    page = taras.get(f"/records/{record('m-1').public_id}/matches/").text
    assert address(match) in page
    alone = taras.get(f"/records/{record('m-3').public_id}/matches/")
    assert alone.status_code == 200


def test_what_is_not_there_is_not_found(taras: Client) -> None:
    nothing = uuid4()
    for there in ("", "next/", "exclude/", "reopen/"):
        assert taras.get(f"/matches/{nothing}/{there}").status_code == 404
    assert taras.post(f"/matches/{nothing}/take-up/").status_code == 404
    assert taras.get(f"/records/{nothing}/matches/").status_code == 404
    assert taras.get(f"/matches/explain/{nothing}/{nothing}/").status_code == 404
