"""The page at the scene in a real browser whose network is cut: nothing is lost, nothing is kept twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from tests.browsing import NewPage
from tests.bureau.remains.morgue import build
from tests.imaging.drawn import photograph
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.factors import as_owner_of
from tests.interfaces.desk.office import open_office
from tests.interfaces.desk.test_in_a_browser import press
from tests.sites import LiveSite, OpenSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PASSPHRASE = "верба над тихою водою"
#: What nobody may read on a telephone that is not open.
SECRET = "лісосмуга за ставком"


def load() -> None:
    open_office()
    build()


@pytest.fixture(scope="module")
def scenes_desk(open_site: OpenSite) -> LiveSite:
    return open_site("desk", load=load)


@pytest.fixture
def rows(scenes_desk: LiveSite) -> Iterator[Any]:
    with as_owner_of(scenes_desk) as owner:
        yield lambda sql: owner.execute(sql).fetchall()


def begin(page: Page, desk: LiveSite) -> BrowserContext:
    """A custodian opens the page with a network, once, and chooses a passphrase."""
    let_in(page, desk, "keeper")
    page.goto(f"{desk.url}/remains/scene/")
    page.fill("#phrase", PASSPHRASE)
    page.fill("#again", PASSPHRASE)
    page.click("#new button")
    expect(page.locator("#open")).to_be_visible()
    expect(page.locator("#offline-ready")).to_be_visible()
    return page.context


def write(page: Page, number: str, *pictures: bytes, **said: str) -> None:
    for name, value in ({"reference": "REC-9", "site": SECRET, "number": number} | said).items():
        page.fill(f"#id_{name}", value)
    page.set_input_files("#pictures", [{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": one} for one in pictures])
    page.click("#find button:not([type])")
    expect(page.locator("#entries h3", has_text=number).last).to_be_visible()


def unlock(page: Page) -> None:
    page.fill("#passphrase", PASSPHRASE)
    page.click("#locked button")
    expect(page.locator("#open")).to_be_visible()


def states(page: Page) -> list[str]:
    return [str(item.get_attribute("data-state")) for item in page.locator("#entries > li").all()]


def kept_on_the_phone(page: Page) -> str:
    """Everything that a thief can read out of the browser's storage."""
    return str(
        page.evaluate(
            """async () => {
              const base = await new Promise((done) => {
                const request = indexedDB.open("scene"); request.onsuccess = () => done(request.result);
              });
              const found = [];
              for (const store of base.objectStoreNames) {
                const rows = await new Promise((done) => {
                  const request = base.transaction(store).objectStore(store).getAll();
                  request.onsuccess = () => done(request.result);
                });
                for (const row of rows) {
                  found.push(JSON.stringify(row));
                  for (const part of Object.values(row)) {
                    if (part.byteLength) found.push(new TextDecoder().decode(part));
                  }
                }
              }
              base.close();
              return found.join("\\n") + document.cookie + JSON.stringify(localStorage);
            }"""
        )
    )


def test_what_is_written_without_a_network_comes_to_the_desk_once(
    scenes_desk: LiveSite, new_page: NewPage, rows: Any
) -> None:
    page = new_page(width=360, locale="en")
    context = begin(page, scenes_desk)
    context.set_offline(True)
    page.reload()
    expect(page.locator("#locked")).to_be_visible()
    page.fill("#passphrase", "не той пароль зовсім")
    page.click("#locked button")
    expect(page.locator("#news")).to_contain_text("not the passphrase")
    unlock(page)
    write(page, "P-1", photograph(seed=7), photograph(seed=8), tags="АВ-12071\nхрестик", on="01.03.2026")
    write(page, "P-2", photograph(seed=9))
    write(page, "P-3")
    expect(page.locator("#network")).to_contain_text("network went")
    page.goto(f"{scenes_desk.url}/remains/scene/uk/")
    unlock(page)
    assert states(page) == ["waiting"] * 3
    page.goto(f"{scenes_desk.url}/remains/scene/")
    page.goto(f"{scenes_desk.url}/remains/scene/en/")
    unlock(page)
    assert rows("SELECT * FROM remains_sceneentry") == []
    assert not [word for word in (SECRET, "P-1", "12071", "JFIF", PASSPHRASE) if word in kept_on_the_phone(page)]

    # The network comes back and goes in the middle: the desk keeps P-2, and its answer never arrives.
    sent: list[str] = []

    def cut(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if "P-2" in sent[-1]:
            route.fetch()
            context.set_offline(True)
            route.abort()
        else:
            route.continue_()

    page.route("**/remains/scene/entries/", cut)
    context.set_offline(False)
    expect(page.locator("#network")).to_contain_text("The network went")
    assert states(page) == ["done", "waiting", "waiting"]
    assert [number for (number,) in rows("SELECT number FROM remains_sceneentry ORDER BY kept_at")] == ["P-1", "P-2"]
    page.unroute("**/remains/scene/entries/")
    page.reload()
    unlock(page)
    context.set_offline(False)
    expect(page.locator("#network")).to_contain_text("is sent")
    assert states(page) == ["done"] * 3
    page.click("#send")
    assert rows(
        "SELECT e.number, e.tags, e.on, e.by, count(p.id), count(DISTINCT p.photograph) FROM remains_sceneentry e"
        " LEFT JOIN remains_partphotograph p ON p.entry_id = e.id GROUP BY e.id ORDER BY e.number"
    ) == [
        ("P-1", ["АВ-12071", "хрестик"], "2026-03-01", "keeper", 2, 2),
        ("P-2", [], "2026-03-01", "keeper", 1, 1),  # the next find is mostly of the same day
        ("P-3", [], "2026-03-01", "keeper", 0, 0),
    ]
    assert rows("SELECT count(*) FROM ledger_event WHERE verb = 'remains.keep_entry'") == [(3,)]
    assert SECRET not in page.inner_text("#entries")  # what the desk has left the telephone
    page.click("#forget")
    expect(page.locator("#entries > li")).to_have_count(0)


def test_what_was_changed_after_it_was_sent_is_shown_and_a_number_that_was_given_can_be_changed(
    scenes_desk: LiveSite, new_page: NewPage, rows: Any
) -> None:
    page = new_page(width=360, locale="en")
    context = begin(page, scenes_desk)
    context.set_offline(True)
    write(page, "Q-1")

    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/remains/scene/entries/", lost)
    context.set_offline(False)
    expect(page.locator("#network")).to_contain_text("The network went")
    context.set_offline(True)
    page.unroute("**/remains/scene/entries/")
    page.click("#entries button:has-text('Change')")
    page.fill("#id_site", "перед ставком")
    page.click("#find button:not([type])")
    context.set_offline(False)
    item = page.locator("#entries > li")
    expect(item).to_have_attribute("data-state", "differs")
    expect(item.locator("table")).to_contain_text(SECRET)
    item.locator("button", has_text="correction").click()
    expect(item).to_have_attribute("data-state", "done")
    chain = "SELECT e.site, c.site FROM remains_sceneentry e LEFT JOIN remains_sceneentry c ON c.corrects_id = e.id"
    assert rows(f"{chain} WHERE e.number = 'Q-1' ORDER BY e.kept_at") == [
        (SECRET, "перед ставком"),
        ("перед ставком", None),
    ]

    write(page, "Q-1", what="інше тіло")
    item = page.locator("#entries > li").last
    expect(item).to_have_attribute("data-state", "refused")
    expect(item).to_contain_text("A number or a seal is given once and never again.")
    item.locator("button", has_text="Change").click()
    page.fill("#id_number", "Q-2")
    page.click("#find button:not([type])")
    expect(item).to_have_attribute("data-state", "done")

    # Signing out forgets the desk, but not what nobody else has; wiping forgets that too.
    context.set_offline(True)
    write(page, "Q-3")
    page.route("**/remains/scene/session/", lambda route: route.abort())
    context.set_offline(False)
    page.goto(f"{scenes_desk.url}/")
    press(page, "form[action='/sign-out/'] button")
    page.goto(f"{scenes_desk.url}/remains/scene/en/")
    page.unroute("**/remains/scene/session/")
    unlock(page)
    expect(page.locator("#network")).to_contain_text("You are not signed in")
    expect(page.locator("#sign-in")).to_be_visible()
    assert "waiting" in states(page)
    page.click("#wiping summary")
    page.check("#sure")
    page.click("#wipe")
    expect(page.locator("#new")).to_be_visible()
    assert kept_on_the_phone(page) == "{}"
    assert rows("SELECT count(*) FROM remains_sceneentry WHERE number = 'Q-3'") == [(0,)]
