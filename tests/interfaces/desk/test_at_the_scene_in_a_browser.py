"""The page at the scene in a real browser whose network is cut: nothing is lost, nothing is kept twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from tests.browsing import NewPage, Walk, press
from tests.bureau.photographs.album import a_photograph
from tests.bureau.remains.morgue import KEEPER, arrive
from tests.imaging.drawn import photograph
from tests.imaging.test_codes_on_labels_are_read import photographed
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.factors import as_owner_of
from tests.interfaces.desk.office import open_office
from tests.interfaces.desk.storage import a_find
from tests.sites import LiveSite, OpenSite

from antigone.bureau.photographs.values import PhotographDraft
from antigone.bureau.remains.actions import note_sample
from antigone.bureau.remains.field.actions import add_photograph
from antigone.bureau.remains.field.values import Sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PASSPHRASE = "верба над тихою водою"
#: What nobody may read on a telephone that is not open.
SECRET = "лісосмуга за ставком"


OWN = "FROM remains_sceneentry WHERE number LIKE 'T-%'"
#: A browser that reads codes itself and has a camera, for whichever machine the tests run on has neither.
WITH_A_READER = """
  window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect(picture) {
      if (!(picture instanceof HTMLVideoElement)) return [];
      window.looks = (window.looks || 0) + 1;
      return window.looks > 6 ? [{ rawValue: "P-2" }] : [{ rawValue: "P-1" }];
    }
  };
  const canvas = document.createElement("canvas");
  setInterval(() => canvas.getContext("2d").fillRect(0, 0, 1 + 9 * Math.random(), 9), 100);
  Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia: async () => canvas.captureStream() } });
"""


def load() -> None:
    """A find that waits, and a part with a sample and a photograph."""
    open_office()
    find = a_find()["entry"]
    arrive("P-1", "P-2")
    note_sample("P-1", "Зр-1", actor=KEEPER)
    for number, of in enumerate((find, "P-1")):
        add_photograph(of, Sent(uuid4()), a_photograph(7 + number), PhotographDraft("scene"), actor=KEEPER)  # type: ignore[arg-type]


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


def listed(page: Page, *states: str) -> None:
    """The finds on the telephone, the oldest first, are in these states."""
    items = page.locator("#entries > li")
    expect(items).to_have_count(len(states))
    for number, state in enumerate(states):
        expect(items.nth(number)).to_have_attribute("data-state", state)


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
    write(page, "T-1", photograph(seed=7), photograph(seed=8), tags="АВ-12071\nхрестик", on="01.03.2026")
    write(page, "T-2", photograph(seed=9))
    write(page, "T-3")
    expect(page.locator("#network")).to_contain_text("network went")
    page.goto(f"{scenes_desk.url}/remains/scene/uk/")
    unlock(page)
    listed(page, *["waiting"] * 3)
    page.goto(f"{scenes_desk.url}/remains/scene/")
    page.goto(f"{scenes_desk.url}/remains/scene/en/")
    unlock(page)
    assert rows(f"SELECT number {OWN}") == []
    assert not [word for word in (SECRET, "T-1", "12071", "JFIF", PASSPHRASE) if word in kept_on_the_phone(page)]

    # The network comes back and goes in the middle: the desk keeps T-2, and its answer never arrives.
    sent: list[str] = []

    def cut(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if "T-2" in sent[-1]:
            route.fetch()
            context.set_offline(True)
            route.abort()
        else:
            route.continue_()

    page.route("**/remains/scene/entries/", cut)
    context.set_offline(False)
    expect(page.locator("#network")).to_contain_text("The network went")
    listed(page, "done", "waiting", "waiting")
    assert [
        number for (number,) in rows("SELECT number FROM remains_sceneentry WHERE number LIKE 'T-%' ORDER BY kept_at")
    ] == ["T-1", "T-2"]
    page.unroute("**/remains/scene/entries/")
    page.reload()
    unlock(page)
    context.set_offline(False)
    expect(page.locator("#network")).to_contain_text("is sent")
    listed(page, *["done"] * 3)
    page.click("#send")
    assert rows(
        "SELECT e.number, e.tags, e.on, e.by, count(p.id), count(DISTINCT p.photograph)"
        f" FROM (SELECT * {OWN}) e LEFT JOIN remains_partphotograph p ON p.entry_id = e.id"
        " GROUP BY 1, 2, 3, 4 ORDER BY 1"
    ) == [
        ("T-1", ["АВ-12071", "хрестик"], "2026-03-01", "keeper", 2, 2),
        ("T-2", [], "2026-03-01", "keeper", 1, 1),  # the next find is mostly of the same day
        ("T-3", [], "2026-03-01", "keeper", 0, 0),
    ]
    assert rows(
        "SELECT count(*) FROM ledger_event WHERE verb = 'remains.keep_entry' AND detail->>'number' LIKE 'T-%'"
    ) == [(3,)]
    assert SECRET not in page.inner_text("#entries")  # what the desk has left the telephone
    page.click("#forget")
    expect(page.locator("#entries > li")).to_have_count(0)


def test_a_network_that_comes_back_while_a_sending_fails_is_heard_and_what_is_changed_meanwhile_is_not_undone(
    scenes_desk: LiveSite, new_page: NewPage
) -> None:
    page = new_page(width=360, locale="en")
    begin(page, scenes_desk)
    asked: list[str] = []

    def first_fails(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            page.evaluate("dispatchEvent(new Event('online'))")
            route.abort()
        else:
            route.continue_()

    page.route("**/remains/scene/session/", first_fails)
    write(page, "W-1")
    item = page.locator("#entries > li")
    expect(item).to_have_attribute("data-state", "done")
    assert len(asked) == 2

    # The answer is on its way while somebody changes what was sent: the desk's and the telephone's are both shown.
    held: list[Route] = []
    page.route("**/remains/scene/entries/", lambda route: held.append(route))
    write(page, "W-2")
    item = page.locator("#entries > li").last
    expect(page.locator("#network")).to_contain_text("Sending")
    item.locator("button", has_text="Change").click()
    page.fill("#id_site", "перед ставком")
    page.click("#find button:not([type])")
    expect(item).to_contain_text("перед ставком")
    page.unroute("**/remains/scene/entries/")
    held[0].continue_()
    expect(item).to_have_attribute("data-state", "differs")
    expect(item.locator("table")).to_contain_text("перед ставком")
    expect(item.locator("table")).to_contain_text(SECRET)


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
    expect(page.locator("#entries > li").last).to_have_attribute("data-state", "waiting")
    page.click("#wiping summary")
    page.check("#sure")
    page.click("#wipe")
    expect(page.locator("#new")).to_be_visible()
    assert kept_on_the_phone(page) == "{}"
    assert rows("SELECT count(*) FROM remains_sceneentry WHERE number = 'Q-3'") == [(0,)]


def test_labels_come_into_the_count_from_the_camera_and_from_a_photograph(
    scenes_desk: LiveSite, new_page: NewPage
) -> None:
    page = new_page(width=360, locale="en")
    let_in(page, scenes_desk, "keeper")
    page.goto(f"{scenes_desk.url}/remains/places/M1-A/count/")
    assert page.locator(".scanning button", has_text="camera").count() == 0
    page.set_input_files(
        ".scanning input", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photographed(("P-1", "P-2"))}
    )
    expect(page.locator(".scanning [role=status]")).to_contain_text("Read: P-2")
    assert page.input_value("#id_numbers") == "P-1\nP-2\n"
    press(page, "form.card button:not([name]):not([type])")
    assert "All is as the register says" in page.inner_text("main")

    page.add_init_script(WITH_A_READER)
    page.goto(f"{scenes_desk.url}/remains/places/M1-A/count/")
    page.click(".scanning button:has-text('Scan with the camera')")
    expect(page.locator("#id_numbers")).to_have_value("P-1\nP-2\n")
    page.click(".scanning button:has-text('Stop the camera')")
    expect(page.locator("video")).to_have_count(0)
    # A hand scanner presses keys of an American keyboard while the layout is Russian: «З-1ю.Я» is P-1./Z
    page.fill("#id_numbers", "")
    for key, code in (("з", "KeyP"), ("-", "Minus"), ("1", "Digit1"), ("ю", "Period"), (".", "Slash"), ("я", "KeyZ")):
        page.evaluate(
            """([key, code]) => {
              const field = document.getElementById("id_numbers");
              field.focus();
              const pressed = new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true });
              const [from, to] = [field.selectionStart, field.selectionEnd];
              if (field.dispatchEvent(pressed)) field.setRangeText(key, from, to, "end");
            }""",
            [key, code],
        )
    assert page.input_value("#id_numbers") == "P-1./Z"
    # A hand scanner ends with Enter: in a field for one number it must not send the form.
    page.goto(f"{scenes_desk.url}/remains/scene/en/")
    page.fill("#phrase", PASSPHRASE)
    page.fill("#again", PASSPHRASE)
    page.click("#new button")
    expect(page.locator("#id_reference")).to_be_focused()
    page.locator("#id_number").press_sequentially("P-7")
    page.keyboard.press("Enter")
    expect(page.locator("#id_what")).to_be_focused()
    expect(page.locator("#entries > li")).to_have_count(0)


@pytest.mark.parametrize(("language", "width"), [("uk", 320), ("ru", 768), ("en", 1280)])
def test_no_page_of_the_scene_stands_in_the_way_of_anybody(
    language: str, width: int, scenes_desk: LiveSite, walked: Walk, rows: Any
) -> None:
    page, seen = walked(language, width)
    let_in(page, scenes_desk, "keeper")
    page.goto(f"{scenes_desk.url}/remains/scene/{language}/")
    expect(page.locator("#new")).to_be_visible()
    seen.see("scene, new")
    page.keyboard.press("Tab")
    page.locator("#phrase").focus()
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Enter")
    expect(page.locator("#id_reference")).to_be_focused()
    write(page, "P-9")  # a number that the find has which waits at the desk
    expect(page.locator("#entries > li")).to_have_attribute("data-state", "refused")
    seen.see("scene, open")
    page.click("#lock")
    expect(page.locator("#locked")).to_be_visible()
    seen.see("scene, locked")
    page.goto(f"{scenes_desk.url}/remains/finds/")
    seen.see("finds")
    press(page, "td.head a")
    seen.see("find")
    page.goto(f"{scenes_desk.url}/remains/scan/")
    seen.see("scan")
    ((part,),) = rows("SELECT public_id FROM remains_part WHERE number = 'P-1'")
    page.goto(f"{scenes_desk.url}/remains/parts/{part}/")
    seen.see("part with photographs")
    press(page, "main a[href$='/photographs/new/']")
    seen.see("photograph of a part")
    page.goto(f"{scenes_desk.url}/remains/places/M1-A/count/")
    seen.see("count with a reader")
    assert seen.faults == {}
