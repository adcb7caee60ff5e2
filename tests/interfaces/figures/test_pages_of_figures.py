"""What the public reads of figures: kept apart, with small cells left out, in three languages, with tables beside."""

from __future__ import annotations

import csv
import io
import urllib.error
import urllib.request
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page
from tests.browsing import NewPage
from tests.sites import LiveSite

from antigone.interfaces.figures.charts import CHARTS
from antigone.interfaces.figures.tables import TABLES

pytestmark = pytest.mark.django_db
LANGUAGES = ("uk", "ru", "en")


def fetched(site: LiveSite, path: str) -> tuple[int, str, bytes]:
    try:
        with urllib.request.urlopen(f"{site.url}{path}") as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers["Content-Type"], refusal.read()


@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        ("uk", "Війна на півночі", "Частина не може бути більшою за ціле"),
        ("ru", "Война на севере", "Часть не может быть больше целого"),
        ("en", "The war in the north", "A part cannot be larger than its whole"),
    ],
)
def test_the_page_shows_the_contradiction_in_the_readers_language(
    website: LiveSite, language: str, title: str, sentence: str
) -> None:
    assert title in fetched(website, f"/{language}/figures/")[2].decode()
    page = fetched(website, f"/{language}/figures/north/")[2].decode()
    assert f"<h1>{title}</h1>" in page
    assert sentence in page
    assert "&lt;b&gt;who counted&lt;/b&gt;" in page
    assert "javascript:" not in page


def test_an_estimate_over_the_linkage_says_where_its_doubt_comes_from(website: LiveSite) -> None:
    page = fetched(website, "/en/figures/linked/")[2].decode()
    assert "/en/figures/linked/linkage.svg" in page
    assert "who is the same person" in fetched(website, "/en/figures/linked/linkage.svg")[2].decode()
    assert "sampling,model,linkage" in fetched(website, "/en/figures/linked/estimate.csv")[2].decode()


def test_the_estimates_range_lies_under_the_claims(website: LiveSite) -> None:
    chart = fetched(website, "/en/figures/north/claims.svg")[2].decode()
    assert "estimated: from the lowest to the highest method" in chart


@pytest.mark.parametrize("chart", [name for name in CHARTS if name != "linkage"])
def test_every_chart_is_a_picture_with_words_and_the_same_bytes_each_time(website: LiveSite, chart: str) -> None:
    address = f"/uk/figures/north/{chart}.svg"
    status, kind, drawn = fetched(website, address)
    assert (status, kind) == (200, "image/svg+xml")
    assert fetched(website, address)[2] == drawn
    picture = ElementTree.fromstring(drawn)
    texts = {element.tag.partition("}")[2]: element.text for element in picture}
    assert texts["title"]
    assert texts["desc"]
    assert b"style" not in drawn
    assert b"script" not in drawn


@pytest.mark.parametrize("table", TABLES)
def test_every_table_opens_without_a_formula_in_it(website: LiveSite, table: str) -> None:
    status, kind, written = fetched(website, f"/en/figures/north/{table}.csv")
    assert (status, kind) == (200, "text/csv; charset=utf-8")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert len(rows) > 1
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows for cell in row)


def test_groups_of_fewer_than_five_are_shown_nowhere(website: LiveSite) -> None:
    overlaps = fetched(website, "/en/figures/north/overlaps.csv")[2].decode()
    assert "1,1,1,<5" in overlaps
    page = fetched(website, "/en/figures/north/")[2].decode()
    assert "removed fewer than 5" in page
    assert "fewer than 5" in fetched(website, "/en/figures/north/overlaps.svg")[2].decode()


def test_the_account_of_how_it_is_made_names_every_category(website: LiveSite) -> None:
    page = fetched(website, "/en/figures/standards/")[2].decode()
    assert "The war in the north" in page
    for category in ("killed and wounded", "bodies held", "withdrawn by its publisher", "fewer than 5"):
        assert category in page


@pytest.mark.parametrize("path", ["south/", "north/colours.svg", "north/people.csv", "south/claims.svg"])
def test_what_was_not_published_is_not_found(website: LiveSite, path: str) -> None:
    status, kind, page = fetched(website, f"/en/figures/{path}")
    assert status == 404
    assert kind.startswith("text/html")
    assert b"The war in the north" not in page


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_in_the_way_on_a_small_phone(
    website: LiveSite, new_page: NewPage, axe: Callable[[Page], list[str]], language: str
) -> None:
    page = new_page(width=320, bypass_csp=True)
    for path in ("", "north/", "linked/", "standards/"):
        page.goto(f"{website.url}/{language}/figures/{path}")
        for summary in page.query_selector_all("details > summary"):
            summary.click()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
def test_the_charts_are_seen_under_the_sites_own_policy(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, java_script_enabled=True)
    page.goto(f"{website.url}/en/figures/north/")
    widths = page.evaluate("[...document.querySelectorAll('img.chart')].map(picture => picture.naturalWidth)")
    assert len(widths) == len(CHARTS) - 1
    assert all(widths)
