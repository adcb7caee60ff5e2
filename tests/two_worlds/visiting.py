"""A visitor who does anything that the website allows, in both worlds alike, while in one of them more goes on."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from tests.bureau.enquiries.families import A_PHOTOGRAPH
from tests.interfaces.website.asking import words_on
from tests.two_worlds import bureaus, desk
from tests.two_worlds.routes import ACTS, LANGUAGES, UNREADABLE, address, every_address, visits
from tests.two_worlds.worlds import Answer, TwoWorlds, Visit

_PEOPLE = st.sampled_from(bureaus.PEOPLE)
_LANGUAGES = st.sampled_from(LANGUAGES)


class Visitor(RuleBasedStateMachine):
    """What a visitor does, and what others do meanwhile. `worlds` is set before it runs."""

    worlds: TwoWorlds

    def __init__(self) -> None:
        super().__init__()
        self.step = 0
        self.own: list[str] = list(bureaus.TOLD_WORDS)
        self.of_others: list[str] = []
        self.run = contextlib.ExitStack()
        self.run.enter_context(self.worlds.undone_afterwards())

    def teardown(self) -> None:
        self.run.close()

    def goes(self, visit: Visit) -> Answer:
        self.step += 1
        answer = self.worlds.visit(visit, self.step)
        if words := words_on(answer.body.decode("utf-8", "replace")):
            self.own = [*self.own, words][-6:]
        return answer

    @rule(visit=visits())
    def anything(self, visit: Visit) -> None:
        self.goes(visit)

    @rule(language=_LANGUAGES)
    def looks_around(self, language: str) -> None:
        for path in every_address(language):
            self.goes(Visit("GET", path))

    @rule(body=UNREADABLE, name=st.sampled_from(["website:home", "website:ask", "website:receipt"]))
    def sends_what_cannot_be_read(self, body: tuple[bytes, str], name: str) -> None:
        assert self.goes(Visit("POST", address(name, "uk"), raw=body)).status < 500

    @rule(asked=_PEOPLE, language=_LANGUAGES)
    def searches(self, asked: dict[str, str], language: str) -> None:
        self.goes(Visit("POST", address("website:home", language), dict(asked)))

    @rule(asked=_PEOPLE, language=_LANGUAGES, photograph=st.sampled_from([None, A_PHOTOGRAPH]))
    def asks(self, asked: dict[str, str], language: str, photograph: bytes | None) -> None:
        form = {"name": asked["name"], "first_message": "Де він?", "phone": "+380 50 000 00 03"}
        answer = self.goes(Visit("POST", address("website:ask", language), form, photograph))
        assert answer.status == 200

    @rule(data=st.data(), language=_LANGUAGES, act=ACTS)
    def comes_back(self, data: st.DataObject, language: str, act: Any) -> None:
        words = data.draw(st.sampled_from(self.own))
        typed = data.draw(st.sampled_from([words, words.upper(), words.replace(" ", ", "), words[:-1], words[:-3]]))
        self.goes(Visit("POST", address("website:receipt", language), {"words": typed, **act}))

    @rule(language=_LANGUAGES)
    def says_that_it_was_read(self, language: str) -> None:
        there, words = address("website:receipt", language), bureaus.TOLD_WORDS[0]
        page = self.goes(Visit("POST", there, {"words": words})).body.decode()
        if 'name="number"' in page:
            number = page.partition('name="number" value="')[2].partition('"')[0]
            self.goes(Visit("POST", there, {"words": words, "act": "acknowledge", "number": number}))

    @rule(language=_LANGUAGES, act=st.sampled_from(["", "pictures", "open", "show"]))
    def looks_at_things(self, language: str, act: str) -> None:
        there = address("website:things", language)
        found = re.search(r'name="code" value="(\w{8})"', self.goes(Visit("GET", there)).body.decode())
        assert found
        page = self.goes(Visit("POST", there, {"act": act, "code": found[1], "words": "якір"})).body.decode()
        for picture in re.findall(r'<img src="([^"]+)"', page):
            assert self.goes(Visit("GET", picture)).body.startswith(b"\xff\xd8\xff")

    @rule()
    def the_worker_takes_in(self) -> None:
        self.worlds.both_do(bureaus.the_worker_takes_in)

    @rule(data=st.data(), language=_LANGUAGES)
    def writes_again_after_an_answer(self, data: st.DataObject, language: str) -> None:
        words = data.draw(st.sampled_from([*bureaus.TOLD_WORDS, *self.own]))
        self.worlds.both_do(lambda: desk.the_desk_answers(words))
        for form in ({"act": "message", "message": "Так, на лівій руці."}, {}):
            self.goes(Visit("POST", address("website:receipt", language), {"words": words, **form}))
            self.the_worker_takes_in()

    @rule(data=st.data())
    def privately_the_desk_works_on_her_case(self, data: st.DataObject) -> None:
        words = data.draw(st.sampled_from(self.own))
        self.worlds.fuller.does(lambda: desk.the_desk_works_quietly(words))

    @rule(data=st.data(), language=_LANGUAGES)
    def is_read_no_more(self, data: st.DataObject, language: str) -> None:
        words = data.draw(st.sampled_from([*bureaus.TOLD_WORDS, *self.own]))
        self.worlds.fuller.does(lambda: desk.the_desk_blocks(words))
        self.goes(Visit("POST", address("website:receipt", language), {"words": words}))

    @rule(asked=_PEOPLE)
    def privately_another_family_asks(self, asked: dict[str, str]) -> None:
        def ask() -> None:
            self.of_others.append(bureaus.another_family_asks(asked).text)

        self.worlds.fuller.does(ask)

    @rule(asked=_PEOPLE, language=_LANGUAGES, act=ACTS)
    def finds_the_card_of_a_family_that_gave_up(self, asked: dict[str, str], language: str, act: Any) -> None:
        if not self.of_others:
            self.privately_another_family_asks(asked)
        words = self.of_others.pop()
        self.worlds.fuller.does(lambda: bureaus.another_family_gives_up(words))
        self.goes(Visit("POST", address("website:receipt", language), {"words": words, **act}))

    @rule(asked=_PEOPLE)
    def privately_more_becomes_known(self, asked: dict[str, str]) -> None:
        self.step += 1
        self.worlds.fuller.does(lambda: bureaus.the_bureau_learns_in_confidence(asked, f"step {self.step}"))
