"""A family with an old telephone: 320 pixels wide, no scripts, Ukrainian."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page
from tests.browsing import press
from tests.bureau.enquiries.seizure import Canaries
from tests.sites import LiveSite
from tests.story.eyes import Eyes

HIS_NAME = "Вербовий Матвій Олегович"
HIS_MARK = "якір на лівому передпліччі"


@dataclass(frozen=True)
class Confided:
    """What a mother tells nobody but the bureau.

    Attributes:
        canaries: the marks that are searched for afterwards; all else here bears one of them.
        her_name: how she wants to be addressed.
        telephone: as she writes it.
        message: what she wants the bureau to know.
    """

    canaries: Canaries
    her_name: str
    telephone: str
    message: str

    @classmethod
    def to_be_searched_for(cls) -> Confided:
        """With marks that stand nowhere else."""
        canaries = Canaries.new()
        return cls(
            canaries,
            f"Ганна {canaries.word}",
            canaries.phone(7),
            f"Він завжди дзвонив у неділю. {canaries.word}. Скажіть, чи він живий.",
        )

    @classmethod
    def to_be_shown(cls) -> Confided:
        """As people write, and the same every time, for pictures."""
        canaries = Canaries("Дев’ятисил", "3805007314")
        message = f"Він завжди дзвонив у неділю. Скажіть, чи він живий. Ганна {canaries.word}"
        return cls(canaries, f"Ганна {canaries.word}", canaries.phone(26), message)


class Family:
    """What a family does on the website, and what it reads there."""

    def __init__(self, page: Page, site: LiveSite, eyes: Eyes, *, words: str = "") -> None:
        self.page, self.site, self.eyes = page, site, eyes
        #: The ten words, once it has them.
        self.words = words
        #: Where its telephone went, and with what.
        self.asked_for: list[str] = []
        self.told_where_it_came_from: list[str] = []
        page.on("request", lambda request: self.asked_for.append(request.url))
        page.on("request", lambda request: self.told_where_it_came_from.append(request.headers.get("referer", "")))

    def searches(self) -> str:
        """The page that answers a search for his name."""
        self.page.goto(f"{self.site.url}/uk/")
        self.eyes.see(self.page, "start")
        self.page.fill("main [name=name]", HIS_NAME)
        press(self.page, "main form.search button.main")
        self.eyes.see(self.page, "nothing to show")
        return self.reads()

    def asks(self, confided: Confided) -> None:
        """A mother writes what she knows, and leaves it with the bureau; the page with the ten words answers."""
        press(self.page, "main a.step")
        self.page.fill("main [name=name]", HIS_NAME)
        self.page.fill("main [name=birth_date]", "14.08.1991")
        self.eyes.picture(self.page, "1-she-asks", below=self.page.locator("form h2").first, height=700)
        self._unfolds("birthplace")
        self.page.fill("main [name=birthplace]", "Миргород")
        self._unfolds("last_seen_date")
        self.page.fill("main [name=last_seen_date]", "11.2023")
        self.page.fill("main [name=last_seen_place]", "Сумська область")
        self._unfolds("description")
        self.page.fill("main [name=description]", f"Татуювання: {HIS_MARK}.")
        self.page.select_option("main [name=relation]", "parent")
        self._unfolds("phone")
        self.page.fill("main [name=own_name]", confided.her_name)
        self.page.fill("main [name=phone]", confided.telephone)
        self.page.fill("main [name=first_message]", confided.message)
        self.eyes.see(self.page, "the form")
        press(self.page, "main form.search button.main")

    def writes_the_ten_words_down(self) -> tuple[str, ...]:
        """Copies them from the screen; they are shown only now."""
        self.eyes.see(self.page, "the ten words")
        self.eyes.picture(self.page, "2-ten-words", below=self.page.locator("h1"), height=920)
        words = tuple(self.page.locator(".card li").all_inner_texts())
        self.words = " ".join(words)
        return words

    def comes_back(self) -> str:
        """Opens its enquiry with the ten words; gives what it reads."""
        self.page.goto(f"{self.site.url}/uk/words/")
        self.eyes.see(self.page, "where the ten words are asked for")
        self.page.fill("main textarea[name=words]", self.words)
        press(self.page, "main form.search button.main")
        self.eyes.see(self.page, "its enquiry, with an answer" if self.is_told_something() else "its enquiry")
        return self.reads()

    def is_told_something(self) -> bool:
        return self.page.locator("details.record").count() > 0

    def stands_before_it(self) -> None:
        """The page warns, and nothing of the answer can be seen before somebody wants to see it."""
        self.eyes.picture(self.page, "6-before-she-reads", below=self.page.locator("h1"), height=700)
        assert not self.page.locator(".record .said").is_visible()

    def opens_it(self) -> str:
        """Gives the text of the answer."""
        self.page.click(".record > summary")
        self.eyes.picture(self.page, "7-she-reads", below=self.page.locator(".record"), height=1_000)
        return self.page.inner_text(".record .said")

    def says_that_it_was_read(self) -> str:
        """Presses the button under it; gives the page that follows."""
        press(self.page, ".record button")
        self.eyes.see(self.page, "its answer was read")
        return self.reads()

    def reads(self) -> str:
        """All that stands on the page, folded or not."""
        return " ".join((self.page.locator("main").text_content() or "").split())

    def _unfolds(self, name: str) -> None:
        self.page.locator(f"details:has([name={name}]) > summary").click()
