"""Nothing found, withheld and too vague: one page, one length, one time.

The statistic for time is the area under the ROC curve (Mann-Whitney's U divided by the number of pairs): the chance
that an answer of one kind takes longer than one of another. A half is chance. Two kinds count as alike here when it
lies within four standard errors of a half, at the number of requests sent, or when a second series does not bear out
what the first one said; the same statistic over thousands of requests at a million records is printed by
``python -m benchmarks.search.indistinguishable``.
"""

from __future__ import annotations

import http.client
import random
import re
import time
from itertools import permutations
from urllib.parse import urlencode

import numpy as np
import pytest
from tests.interfaces.website.asking import LANGUAGES, PAGES, without_words
from tests.interfaces.website.people import TOO_VAGUE, UNKNOWN, WITHHELD
from tests.sites import LiveSite

pytestmark = pytest.mark.django_db

KINDS = {"none": UNKNOWN, "withheld": WITHHELD, "vague": {**TOO_VAGUE, "born": "1985"}}
ROUNDS = 90
#: Four standard errors of the area under the curve when both kinds are alike (Hanley and McNeil 1982).
ALIKE = 4 * ((2 * ROUNDS + 1) / (12 * ROUNDS**2)) ** 0.5


def asked(connection: http.client.HTTPConnection, question: dict[str, str]) -> tuple[float, bytes, dict[str, str]]:
    """Seconds, body and headers of an answer."""
    body = urlencode(question)
    began = time.perf_counter()
    connection.request("POST", "/uk/", body, {"Content-Type": "application/x-www-form-urlencoded"})
    response = connection.getresponse()
    content = response.read()
    return time.perf_counter() - began, content, dict(response.getheaders())


def connected(website: LiveSite) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(website.url.removeprefix("http://"))


def without_the_question(page: bytes, question: dict[str, str]) -> str:
    """The page with what the reader typed, which he knows, taken out of it, and the blanks that fill it up."""
    text = without_words(page.decode())
    for value in question.values():
        text = text.replace(f'value="{value}"', 'value=""')
    return re.sub(r"\s+", " ", text)


def greater_share(left: list[float], right: list[float]) -> float:
    """Area under the ROC curve: the share of pairs in which `left` is greater, ties counted half."""
    difference = np.subtract.outer(np.array(left), np.array(right))
    return float(np.mean((difference > 0) + 0.5 * (difference == 0)))


def test_the_pages_are_the_same_but_for_the_readers_own_words(website: LiveSite) -> None:
    connection = connected(website)
    pages = {kind: asked(connection, question)[1] for kind, question in KINDS.items()}
    assert len({without_the_question(pages[kind], KINDS[kind]) for kind in KINDS}) == 1


def test_length_and_headers_are_the_same(website: LiveSite) -> None:
    connection = connected(website)
    answers = [asked(connection, question) for question in KINDS.values()]
    assert len({len(body) for _, body, _ in answers}) == 1
    assert len({tuple(sorted(set(headers) - {"date"})) for _, _, headers in answers}) == 1
    steady = [{name: value for name, value in headers.items() if name != "date"} for _, _, headers in answers]
    assert all(headers == steady[0] for headers in steady)


def routes() -> list[str]:
    """The address of every page, in every language, and one that does not exist."""
    return [f"/{language}/{path}" for language in LANGUAGES for path in PAGES.values()] + ["/", "/uk/nowhere/"]


@pytest.mark.parametrize("method", ["POST", "GET", "PUT", "OPTIONS"])
def test_no_route_answers_differently_when_the_name_is_of_somebody_withheld(website: LiveSite, method: str) -> None:
    for route in routes():
        answers = []
        for question in (WITHHELD, UNKNOWN):
            # A connection for each: the server may close one whose request had a body that nobody reads.
            connection = connected(website)
            asked_for = urlencode(question)
            address, body = (f"{route}?{asked_for}", None) if method == "GET" else (route, asked_for)
            connection.request(method, address, body, {"Content-Type": "application/x-www-form-urlencoded"})
            response = connection.getresponse()
            page = without_the_question(response.read(), question)
            headers = {name: value for name, value in response.getheaders() if name.lower() != "date"}
            answers.append((response.status, headers, page))
        assert answers[0] == answers[1], (method, route)


def told_apart(website: LiveSite, chance: random.Random) -> set[tuple[str, str]]:
    """Of which two kinds the first takes longer than the second, by more than chance makes it."""
    connection = connected(website)
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for question in KINDS.values():
        asked(connection, question)
    for _ in range(ROUNDS):
        for kind in chance.sample(list(KINDS), len(KINDS)):
            times[kind].append(asked(connection, KINDS[kind])[0])
    return {pair for pair in permutations(KINDS, 2) if greater_share(*(times[kind] for kind in pair)) - 0.5 >= ALIKE}


@pytest.mark.slow
def test_no_clock_tells_them_apart(website: LiveSite) -> None:
    chance = random.Random(7)
    # What else the machine does speaks against one kind and then against another; a kind's own work, always against it.
    found = told_apart(website, chance)
    if found:
        found &= told_apart(website, chance)
    assert found == set()
