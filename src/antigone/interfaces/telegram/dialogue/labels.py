"""What stands on the buttons."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

SEARCH: Final = _("Search by name")
ASK: Final = _("Ask us to look for someone")
WORDS: Final = _("I have ten words already")
HELP: Final = _("Help and warnings")
DATA: Final = _("What Telegram learns of you")
LANGUAGE: Final = _("Language")
CLEAR: Final = _("Delete these messages")
GO_ON: Final = _("Go on with my enquiry")
SKIP: Final = _("I do not know, or will not say")
ENOUGH: Final = _("That is all")
CANCEL: Final = _("Stop, and forget what I wrote")
MORE: Final = _("Tell more and search once more")
OPEN_RECORD: Final = _("I can read it now. Open the record")
SEND: Final = _("Send it to the bureau")
CHANGE: Final = _("Change something")
YES: Final = _("Yes")
NO: Final = _("No")
KEPT: Final = _("I have written them down. Delete this message")
BACK: Final = _("Back")
CLOSE: Final = _("Close my enquiry")
READ: Final = _("Read here what the bureau wrote")
WRITE: Final = _("Write a letter to the bureau")
ADD: Final = _("Add what else I know")
REST: Final = _("Let my enquiry rest")
RESUME: Final = _("Go on looking")
RENEW: Final = _("Keep it for half a year more")
NEWS_HERE: Final = _("Send news here")
WITHDRAW: Final = _("Withdraw my enquiry")
DELETE: Final = _("Delete everything")
