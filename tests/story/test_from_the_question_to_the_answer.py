"""The main story on a whole bureau: a mother asks, the engine proposes, two people sign, a person tells her, she reads.

Her telephone is 320 pixels wide and runs no scripts; two case workers sign with passkeys. On the way it is checked what
each of them sees and does not see, and that no page stands in anybody's way; afterwards, that nothing of what she
confided lies on the disk.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page
from tests.browsing import NewPage
from tests.bureau.enquiries.seizure import Canaries, files_under, seized, what_is_seized
from tests.bureau.people import arrive
from tests.interfaces.desk.factors import as_owner_of
from tests.interfaces.desk.office import OPERATOR, PASSWORD
from tests.sites import OpenSite
from tests.story.bureau import Bureau, open_bureau, until
from tests.story.eyes import Eyes
from tests.story.family import HIS_MARK, HIS_NAME, Confided, Family
from tests.story.staff import CaseWorker

from antigone.bureau.enquiries.intake import leave_enquiry
from antigone.bureau.enquiries.values import Contact, EnquiryDraft, Relation, Sought
from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind, Sex
from antigone.bureau.registry.values import SourceDraft
from antigone.interfaces.desk.accounts import add_account
from antigone.interfaces.desk.permissions import Role

pytestmark = [pytest.mark.browser, pytest.mark.embedded, pytest.mark.slow, pytest.mark.django_db]

BODY = "Т-0412"
NOTE = "у кишені записка з прізвищем"
#: Case workers: Iryna proposes and tells, Taras signs and reads.
IRYNA, TARAS = "iryna", "taras"
HIS_WIFE = "Оксана Тирлич"
#: What no family ever sees: who works for the bureau, what it holds, how it reckons, who else asks.
NOT_FOR_FAMILIES = (IRYNA, TARAS, BODY, NOTE, "%", "ENFSI", "ймовірн", *HIS_WIFE.split(), "дружина")

GROUNDS = "Одинадцять зубів збігаються зі знімками 2019 року, жоден не розходиться."
EVIDENCE = "висновок 17/2026, знімки 3 і 4"
BECAUSE = "Зуби збігаються в одинадцяти місцях і не розходяться в жодному. Татуювання, місце й час сходяться."


@pytest.fixture(scope="module")
def words_of_his_wife() -> list[str]:
    """Her ten words, once she has asked."""
    return []


@pytest.fixture(scope="module")
def bureau(
    open_site: OpenSite, words_of_his_wife: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bureau]:
    """It holds a body, has two case workers, and his wife has asked already, of which his mother knows nothing."""

    def load() -> None:
        body = RecordDraft(
            RecordKind.REMAINS,
            (NameDraft("Вербовий М. О."),),
            source_record_id=BODY,
            sex=Sex.MALE,
            birth_date="1991",
            description=f"Татуювання: {HIS_MARK}; {NOTE}.",
            occurred_date="2023-11",
            occurred_place="Сумська область",
            source_date="2024-04-18",
        )
        arrive(body, source=SourceDraft("Бюро судово-медичної експертизи", kind="authority", publication="private"))
        for name in (IRYNA, TARAS):
            add_account(name, Role.CASE_WORKER, password=PASSWORD, actor=OPERATOR)
        her_husband = Sought(names=("Вербовий Матвій",), birth_date="1991-08-14", birthplace="Миргород")
        draft = EnquiryDraft(her_husband, Relation.SPOUSE, Contact(name=HIS_WIFE), language="uk")
        words_of_his_wife.append(leave_enquiry(draft).text)

    with open_bureau(open_site, tmp_path_factory.mktemp("b"), load) as opened:
        yield opened


@pytest.fixture
def eyes(new_page: NewPage, axe: Callable[[Page], list[str]]) -> Eyes:
    folder = os.environ.get("ANTIGONE_STORY_PICTURES")
    return Eyes(new_page, axe, Path(folder) if folder else None)


def test_from_a_mothers_question_to_the_answer(
    bureau: Bureau, words_of_his_wife: list[str], new_page: NewPage, eyes: Eyes, tmp_path: Path
) -> None:
    began = time.time()
    confided = Confided.to_be_shown() if eyes.pictures else Confided.to_be_searched_for()
    mother, wife = (
        Family(
            new_page(width=320, height=640, java_script_enabled=False, locale="uk"), bureau.website, eyes, words=words
        )
        for words in ("", *words_of_his_wife)
    )
    iryna, taras = (
        CaseWorker(name, new_page(locale=language), bureau.desk, eyes)
        for name, language in ((IRYNA, "uk"), (TARAS, "en"))
    )
    she_asks(mother, confided)
    iryna.arrives()
    until(lambda: iryna.looks_at_the_matches() == 2, "the engine has compared both enquiries with the body")
    quiet = mother.comes_back()
    nothing_of_the_bureau_shows(mother, quiet)
    assert "Ми шукаємо." in quiet

    the_engine_proposes_and_iryna_compares(iryna)
    assert mother.comes_back() == quiet, "that there is a match, and a proposal, is for staff alone"
    taras.arrives()
    another_person_signs(taras)
    iryna_writes_to_her(iryna, confided)
    assert mother.comes_back() == quiet, "what is decided and drafted is not told"
    taras_reads_it_first(taras, confided)
    assert mother.comes_back() == quiet, "what is approved is not told before a person tells it"
    assert "прочитано двома, чекає на вручення" in iryna.looks_again()
    assert "Записано, що цій родині повідомили." in iryna.tells_the_family()

    she_reads(mother)
    until(lambda: "родина прочитала" in iryna.looks_again(), "the desk learns that she has read it")
    hers = wife.comes_back()
    nothing_of_the_bureau_shows(wife, hers, besides=HIS_WIFE)
    assert not wife.is_told_something()
    assert "Ганна" not in wife.page.content()

    each_saw_what_was_meant_for_them(iryna, taras, confided)
    nobody_followed_her(mother)
    assert eyes.faults == {}
    nothing_that_she_confided_lies_on_the_disk(bureau, mother, confided, tmp_path, began)


def she_asks(mother: Family, confided: Confided) -> None:
    answer = mother.searches()
    assert "Це не погана і не добра новина." in answer
    nothing_of_the_bureau_shows(mother, answer)
    mother.asks(confided)
    assert len(set(mother.writes_the_ten_words_down())) == 10


def the_engine_proposes_and_iryna_compares(iryna: CaseWorker) -> None:
    match = iryna.opens_the_match_of(HIS_NAME)
    assert HIS_MARK in match
    iryna.takes_it_up()
    pair = iryna.turns_to_the_two_records()
    assert BODY in pair
    assert not iryna.may_propose(), "a match, however likely, is no identification"
    iryna.compares("dental", GROUNDS, EVIDENCE)
    assert iryna.may_propose()
    assert "Її має підписати інша людина." in iryna.proposes(BECAUSE)
    iryna.reads_what_would_be_signed()
    assert not iryna.can_sign(), "nobody signs twice"


def another_person_signs(taras: CaseWorker) -> None:
    statement = taras.reads_what_would_be_signed()
    for shown in (GROUNDS, EVIDENCE, BECAUSE, "These remains are of the missing person."):
        assert shown in statement
    assert "The identification is signed. Now a person tells the family." in taras.signs()
    assert taras.finds_the_enquiry_of("parent")
    assert not taras.may_open_the_seal(), "it is not his"


def iryna_writes_to_her(iryna: CaseWorker, confided: Confided) -> None:
    iryna.finds_the_enquiry_of("мати або батько")
    iryna.takes_it_on()
    assert confided.message in iryna.opens_the_seal("messages", "to write her an answer")
    assert confided.telephone in iryna.opens_the_seal("contact", "to call her before she reads it")
    draft = iryna.begins_to_write("identified")
    assert "[ім’я]" in draft
    draft = draft.replace("[ім’я]", HIS_NAME).replace("[що саме збіглося, наприклад ДНК]", "збіглися зуби")
    iryna.keeps_the_draft(f"Шановна пані {confided.canaries.word}!\n\n{draft}")
    assert not iryna.may_let_it_go_out(), "who wrote it is not its second reader"


def taras_reads_it_first(taras: CaseWorker, confided: Confided) -> None:
    taras.turns_to_what_waits()
    assert not taras.may_let_it_go_out(), "nobody approves what he has not read"
    text = taras.opens_the_text()
    assert confided.canaries.word in text
    assert "збіглися зуби" in text
    assert "Approved." in taras.lets_it_go_out()


def she_reads(mother: Family) -> None:
    page = mother.comes_back()
    assert "Не обов’язково читати зараз і не обов’язково на самоті." in page
    nothing_of_the_bureau_shows(mother, page)
    mother.stands_before_it()
    text = mother.opens_it()
    assert HIS_NAME in text
    assert "збіглися зуби" in text
    assert "Бюро ніколи не просить грошей." in text
    assert "Тепер ми знаємо, що Ви це прочитали." in mother.says_that_it_was_read()


def nothing_of_the_bureau_shows(family: Family, read: str, *, besides: str = "") -> None:
    """Neither in what is read nor anywhere else in the page."""
    page = read + family.page.content()
    assert [one for one in NOT_FOR_FAMILIES if one in page and one not in besides] == []


def each_saw_what_was_meant_for_them(iryna: CaseWorker, taras: CaseWorker, confided: Confided) -> None:
    """What she confided stood on the pages that the vault had opened, and on no other."""
    assert iryna.pages_with(confided.telephone) == {"the contact"}
    assert iryna.pages_with(confided.message) == {"the messages"}
    assert iryna.pages_with(confided.canaries.word) == {"the contact", "the messages"}
    assert taras.pages_with(confided.canaries.word) == {"the second reader"}
    assert taras.pages_with(confided.telephone) == set()
    for other in HIS_WIFE.split():
        assert iryna.pages_with(other) | taras.pages_with(other) == set()


def nobody_followed_her(mother: Family) -> None:
    """Nothing in addresses, no third party, no cookie, and no site learned from where she came."""
    pages = {f"{mother.site.url}/uk/{page}" for page in ("", "ask/", "words/")}
    asked_for = {address for address in mother.asked_for if "/static/" not in address}
    assert asked_for == pages
    assert all(address.startswith(f"{mother.site.url}/") for address in mother.asked_for)
    assert set(mother.told_where_it_came_from) == {""}
    assert mother.page.context.cookies() == []


def nothing_that_she_confided_lies_on_the_disk(
    bureau: Bureau, mother: Family, confided: Confided, folder: Path, since: float
) -> None:
    """The dump, the server's files and logs, ours, what the processes printed, and the desk's sessions, unpacked."""
    kept = [*what_is_seized(bureau.desk.database, folder, since), *bureau.what_was_printed()]
    kept += [*files_under(bureau.folder / "data"), sessions_in_the_clear(bureau, folder / "sessions")]
    assert seized(kept, confided.canaries, [tuple(mother.words.split())]) == []
    # The search can find: what she told of him stands in the registry.
    assert seized(kept[:1], Canaries(HIS_NAME, "0" * 10)) != []


def sessions_in_the_clear(bureau: Bureau, file: Path) -> Path:
    """What the desk remembers of whoever is signed in; the table keeps it compressed."""
    with as_owner_of(bureau.desk) as owner:
        kept = owner.execute("SELECT session_data FROM django_session").fetchall()
    sessions = [SessionStore().decode(str(data)) for (data,) in kept]
    assert all("signed_in_at" in session for session in sessions)
    assert len(sessions) == 2
    file.write_text(repr(sessions), encoding="utf-8")
    return file
