"""A conversation while one update is answered: what is known, what is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from antigone.bureau.enquiries.telegram.conversations import NotYet, State
from antigone.bureau.enquiries.telegram.outgoing import Call
from antigone.interfaces.telegram.incoming import Incoming, Picture

#: Rows of buttons: what stands on each, and what comes back when it is pressed (at most 64 bytes).
Buttons = Sequence[Sequence[tuple[str | Promise, str]]]
#: Characters that one message may have; the Bot API takes 4096.
LONGEST = 4000
#: Called `clear` in the queue: delete what may still be deleted in the chat, when all before it was said.
CLEAR = "clear"


class FileWanted(NotYet):
    """The answer needs a file that Telegram keeps; fetch it and answer once more."""

    def __init__(self, file: str) -> None:
        super().__init__("a photograph must be fetched first")
        self.file = file


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every answer stands in.

    Attributes:
        site: the families' website as one types it; empty for none.
        now: seconds since 1970.
        files: what was fetched from Telegram; None for what it does not give.
    """

    site: str
    now: float
    files: Mapping[str, bytes | None] = field(default_factory=dict)


@dataclass(slots=True)
class Talk:
    """One update being answered; `seconds` is for how long the answer is held back."""

    came: Incoming
    state: State
    around: Surroundings
    calls: list[Call] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def step(self) -> str:
        """Which question is open; empty for none."""
        return str(self.state.get("step", ""))

    def go(self, step: str) -> None:
        """The next message is the answer to this question."""
        self.state["step"] = step

    def say(self, text: str | Promise, *rows: Sequence[tuple[str | Promise, str]]) -> None:
        """A message, with buttons under it. What is too long for one becomes several."""
        whole = str(text)
        parts = [whole[start : start + LONGEST] for start in range(0, len(whole), LONGEST)] or [""]
        for part in parts:
            # A site's page shown below would be fetched by Telegram, and by whoever looks over a shoulder.
            arguments: dict[str, Any] = {"text": part, "link_preview_options": {"is_disabled": True}}
            if rows and part is parts[-1]:
                arguments["reply_markup"] = {
                    "inline_keyboard": [[{"text": str(label), "callback_data": data} for label, data in row]
                                        for row in rows]
                }  # fmt: skip
            arguments["protect_content"] = True
            self.calls.append(Call(self.came.chat, "sendMessage", arguments))

    def heard_press(self, note: str | Promise = "") -> None:
        """Let the button stop turning; `note` is shown for a moment."""
        self.calls.append(
            Call(self.came.chat, "answerCallbackQuery", {"callback_query_id": self.came.press_id, "text": str(note)})
        )

    def delete(self, message: int) -> None:
        """Take one message out of the chat."""
        self.calls.append(Call(self.came.chat, "deleteMessage", {"message_id": message}))

    def clear(self) -> None:
        """Take everything out of the chat that may still be deleted."""
        self.calls.append(Call(self.came.chat, CLEAR, {}))

    def content_of(self, picture: Picture) -> bytes | None:
        """A photograph's bytes; None when Telegram does not give it.

        Raises:
            FileWanted: it was not fetched yet.
        """
        if picture.file not in self.around.files:
            raise FileWanted(picture.file)
        return self.around.files[picture.file]
