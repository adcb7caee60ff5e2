"""A case worker at the desk, with a passkey of the own computer, in the own language."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page
from tests.browsing import press
from tests.interfaces.desk.test_passkeys_in_a_browser import USE_PASSKEY, by_name, enrol, with_authenticator
from tests.sites import LiveSite
from tests.story.eyes import Eyes


class CaseWorker:
    """What a case worker does at the desk, and what the desk answers: each step gives all that its page says."""

    def __init__(self, name: str, page: Page, desk: LiveSite, eyes: Eyes) -> None:
        self.name, self.desk, self.eyes = name, desk, eyes
        self.page = with_authenticator(page)
        #: Every page that came, as the browser got it, by what it was.
        self.got: dict[str, str] = {}

    def arrives(self) -> None:
        """Signs in with the password for the first time, and makes a passkey."""
        enrol(self.page, self.desk, self.name)
        self._sees("a passkey")

    def pages_with(self, words: str) -> set[str]:
        """On which pages these words stood."""
        return {what for what, page in self.got.items() if words in page}

    # The engine's proposals

    def looks_at_the_matches(self) -> int:
        """How many there are."""
        self._goes("/matches/")
        self._sees("matches")
        return self.page.locator("[data-row]").count()

    def opens_the_match_of(self, name: str) -> str:
        press(self.page, f"[data-row]:has-text('{name}') [data-key=open]")
        assert re.search("/matches/[0-9a-f-]{36}/$", self.page.url)
        self.page.locator("#next table, #next p, #next ul").first.wait_for()
        self.eyes.picture(self.page, "3-the-engine-proposes", height=960)
        return self._sees("a match")

    def takes_it_up(self) -> str:
        press(self.page, "main [data-key=take-up]")
        return self._sees("a match that is taken up")

    def turns_to_the_two_records(self) -> str:
        press(self.page, "section[aria-labelledby=acts] a[href^='/pairs/'] >> nth=-1")
        return self._sees("two records")

    # Two people decide

    def may_propose(self) -> bool:
        """Whether the page of the two records offers it."""
        return self.page.locator("main a[href$='/propose/']").count() > 0

    def compares(self, identifier: str, grounds: str, evidence: str) -> str:
        """Records that an identifier agrees."""
        press(self.page, "main a[href$='/compare/']")
        self.page.select_option("#id_identifier", identifier)
        self.page.select_option("#id_verdict", "consistent")
        self.page.fill("#id_grounds", grounds)
        self.page.fill("#id_evidence", evidence)
        self._sees("comparing")
        press(self.page, "form.card button.main")
        return self._sees("two records, compared")

    def proposes(self, because: str) -> str:
        """Writes why, reads the whole, signs with the passkey."""
        press(self.page, "main a[href$='/propose/']")
        self.page.fill("#id_because", because)
        self._sees("proposing")
        press(self.page, "form.card button.main")
        self._sees("what is proposed")
        press(self.page, USE_PASSKEY)
        return self._sees("a proposal")

    def reads_what_would_be_signed(self) -> str:
        """Of the newest identification."""
        self._goes_to_the_identification()
        press(self.page, "main a[href$='/sign/']")
        return self._sees("what is signed" if self.can_sign() else "signing twice")

    def can_sign(self) -> bool:
        return self.page.locator(USE_PASSKEY).count() > 0

    def signs(self) -> str:
        self.eyes.picture(self.page, "4-another-person-signs", height=1_200)
        press(self.page, USE_PASSKEY)
        return self._sees("an identification")

    # A family

    def finds_the_enquiry_of(self, relation: str) -> str:
        """Among the families who seek the identified person, the one that is this to him."""
        self._goes_to_the_identification()
        families = self.page.locator("main ul.items a[href^='/enquiries/']")
        for address in [one.get_attribute("href") or "" for one in families.all()]:
            self._goes(address)
            if self.page.locator(f"dd:text-is('{relation}')").count():
                return self._sees("an enquiry")
        raise AssertionError(f"no family is {relation} to him")

    def takes_it_on(self) -> str:
        press(self.page, "form[action$='/take/'] button")
        return self._sees("the own enquiry")

    def may_open_the_seal(self) -> bool:
        return self.page.locator("form[action$='/open/']").count() > 0

    def opens_the_seal(self, what: str, why: str) -> str:
        """Has the vault open the messages or the contact; the page shows them this once."""
        self.page.select_option("#id_what", what)
        self.page.fill("#id_reason", why)
        press(self.page, "form[action$='/open/'] button.main")
        return self._sees(f"the {what}")

    def begins_to_write(self, template: str) -> str:
        """The draft as the template makes it, with its gaps."""
        press(self.page, f"main a[href*='template={template}']")
        self._sees("writing")
        return self.page.input_value("#id_text")

    def keeps_the_draft(self, text: str) -> str:
        self.page.fill("#id_text", text)
        press(self.page, "form[action$='/tell/'] button.main")
        return self._sees("the draft")

    def may_let_it_go_out(self) -> bool:
        return self.page.locator("form[action$='/approve/']").count() > 0

    def turns_to_what_waits(self) -> str:
        """The first telling that waits for a second reader or for delivery."""
        self._goes("/enquiries/")
        self._sees("enquiries")
        press(self.page, "main a[href^='/tellings/'] >> nth=0")
        return self._sees("a telling")

    def opens_the_text(self) -> str:
        """Has the vault open it; gives what the family will read."""
        press(self.page, f"form[action='{urlsplit(self.page.url).path}'] button.main")
        self._sees("the second reader")
        self.eyes.picture(self.page, "5-the-second-reader", height=860)
        return self.page.inner_text("blockquote.told")

    def lets_it_go_out(self) -> str:
        press(self.page, "form[action$='/approve/'] button")
        return self._sees("approved")

    def tells_the_family(self) -> str:
        """On the page of its receipt."""
        self.page.select_option("#id_channel", "receipt")
        press(self.page, "form[action$='/deliver/'] button.main")
        return self._sees("told")

    def looks_again(self) -> str:
        self.page.reload()
        return self.reads()

    def reads(self) -> str:
        """All that stands on the page."""
        return " ".join((self.page.locator("main").text_content() or "").split())

    def _goes_to_the_identification(self) -> None:
        self._goes("/identifications/")
        self._sees("identifications")
        press(self.page, "section td.head a >> nth=0")

    def _goes(self, address: str) -> None:
        self.page.goto(f"{by_name(self.desk)}{address}")

    def _sees(self, what: str) -> str:
        self.got[what] = self.page.content()
        self.eyes.see(self.page, f"desk: {what}")
        return self.reads()
