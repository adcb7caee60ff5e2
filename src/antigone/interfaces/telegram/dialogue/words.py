"""What the bot says. Where the website says a thing, the bot says it in the same words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

OWN_NAMES: Final = {"uk": "Українська", "ru": "Русский", "en": "English"}


def greeting(bureau: str) -> str:
    """The first that anybody reads."""
    return "\n\n".join(
        (
            _("Are you looking for someone?"),
            _(
                "This is the bot of %(bureau)s. Here you can ask what we know about a person who was lost in the war. "
                "You need not say who you are. Everything is free."
            )
            % {"bureau": bureau},
            _(
                "Telegram sees what is written here. If it is dangerous for you to ask, do not ask here: press “What "
                "Telegram learns of you” first."
            ),
        )
    )


def what_now() -> str:
    return _("What would you like to do?")


def choose_language() -> str:
    return _("Choose a language.")


def not_taken() -> str:
    return _("We can take only words and photographs here. Nothing was kept of what you sent.")


def came_late() -> str:
    return _(
        "A message of yours reached us late, after one that you wrote later. So that it does not end up in the wrong "
        "place, nothing was kept of it. Please write it once more if it still matters."
    )


def too_fast() -> str:
    return _("That was very much at once. Please wait a minute, then write again.")


def old_button() -> str:
    return _("This button belongs to an earlier question.")


def ours_to_mend() -> str:
    return _("Something went wrong on our side, and nothing was kept of your last message. Please write it once more.")


def gone() -> str:
    return _(
        "We have deleted from this chat what Telegram lets us delete: what we both wrote in the last two days. What "
        "you began and did not send is forgotten. On another telephone or in a picture of the screen it may still be."
    )


def forgotten() -> str:
    return _("We have forgotten what you wrote and had not sent. The messages above you can delete with /clear.")


def nothing() -> str:
    """The one answer for nothing known, withheld and too vague. It never differs by a letter."""
    return "\n\n".join(
        (
            _("There is nothing here that we may show you"),
            _(
                "This is neither bad news nor good news. It does not mean that the person has died, and it does not "
                "mean that nobody is looking."
            ),
            _("This same answer comes in three cases, and it does not say which of them is yours:")
            + "".join(
                f"\n• {case}"
                for case in (
                    _("we know nothing about this person yet;"),
                    _(
                        "we know something, but may not show it to everybody who asks, because it could harm the "
                        "person or those who love them;"
                    ),
                    _("what you wrote fits more than one person, or is too little for us to be sure whom you mean."),
                )
            ),
            _(
                "People can do more than a program: leave an enquiry, and we compare it with everything that reaches "
                "us."
            ),
        )
    )


def found() -> str:
    return "\n\n".join(
        (
            _("We have found a record that fits"),
            _("Please stop for a moment before you open it. What it says is hard to read."),
            _(
                "You do not have to read it now, and you do not have to read it alone. If someone close to you can sit "
                "with you, call them first. You can come back on another day and ask again."
            ),
            _("What you open stays in this chat until it is deleted."),
        )
    )


def search_begins() -> str:
    return _("We ask one thing after the other; only the name is needed. Nothing of a search is kept or written down.")


def enquiry_begins() -> str:
    return _(
        "We ask one thing after the other. Answer what you know; you can skip, stop, come back within a week, and "
        "change everything before you send it. Nothing is sent to the bureau until you press “Send”."
    )


def photograph_came() -> str:
    return _(
        "Your photograph will be locked away and goes to the people of the bureau, with your enquiry. No program will "
        "answer you by a face, and it is shown to nobody else."
    )


def photograph_not_kept() -> str:
    return _("Telegram did not give us the photograph. Please send it once more, or go on without it.")


def photograph_too_large(most: int) -> str:
    return _(
        "This photograph is too large; we can take up to %(most)s megabytes. Send it as a photograph, not as a file."
    ) % {"most": most}


def photographs_enough(most: int) -> str:
    return _(
        "We have %(most)s photographs now; that is enough to begin. More you can add later with your ten words."
    ) % {"most": most}


def news_question() -> str:
    return _(
        "Shall we write to you here when there is news? It is one sentence that names nobody; whoever sees your "
        "screen can read it. To the bureau this chat is then a way to you, and is kept under lock."
    )


def review(told: str, photographs: int) -> str:
    text = _("You have told us: %(told)s. We do not repeat it here; your own messages stand above.") % {"told": told}
    if photographs:
        text += "\n" + _("Photographs: %(number)s.") % {"number": photographs}
    return text + "\n\n" + _("Shall we send it to the bureau?")


def what_to_change() -> str:
    return _("What would you like to change?")


def need_name_or_photograph() -> str:
    return _("Please write a name, or send a photograph: one of the two we need to begin.")


def receipt_comes() -> str:
    return "\n\n".join(
        (
            _("We have your enquiry"),
            _(
                "The next message holds ten words. They are the key to your enquiry, here and on the website. Write "
                "them down by hand, in their order, and then delete that message: we show them only now, and Telegram "
                "keeps what stands in a chat."
            ),
            _(
                "Whoever has the words can read our answers and write in your place. We will never ask you for them, "
                "except when you yourself choose to open your enquiry."
            ),
        )
    )


def words_wanted() -> str:
    return _(
        "We delete the message with your words from this chat as soon as we have read it. On the website they stay "
        "between you and us; here Telegram has seen them."
    )


def words_open_nothing() -> str:
    return "\n\n".join(
        (
            _("These words open nothing"),
            _("This is no news of the person you are looking for, neither good nor bad."),
            _("Perhaps a word was mistaken, or two have changed places; or the enquiry was deleted."),
        )
    )


def replies_wait(number: int) -> str:
    return _("Letters of the bureau: %(number)s.") % {"number": number}


def told_elsewhere(site: str) -> str:
    text = _(
        "There is something that we have to tell you, and we do not tell it in a messenger. Please open the page of "
        "your enquiry with your ten words, if you can with someone beside you."
    )
    return f"{text}\n{site}" if site else text


def no_replies() -> str:
    return _("The bureau has not written yet.")


def write_now() -> str:
    return _("Write your letter as one message.")


def add_now() -> str:
    return _("Write what else you know, or send a photograph.")


def photograph_kept() -> str:
    return _("Your photograph is locked away and goes to the people of the bureau. No program answers you by a face.")


def news_here_warning() -> str:
    return _(
        "This takes the place of whatever you told us before about how to reach you, a telephone or an e-mail too. "
        "Shall news come to this chat?"
    )


def withdraw_question() -> str:
    return _(
        "When you withdraw, how to reach you, all letters and their key are deleted for ever. What shall become of "
        "what you told us of the person you are looking for?"
    )


def may_stay() -> str:
    return _("It may stay, without your name")


def shall_go() -> str:
    return _("It shall be deleted as well")


def delete_question() -> str:
    return _("Shall everything be deleted, for ever? Nobody can bring it back.")


def deleted() -> str:
    return _("Everything is deleted. Your ten words open nothing any more.")


def closed_again() -> str:
    return _("Your enquiry is closed here. Its words we have forgotten; delete the messages above with /clear.")


def held_too_long() -> str:
    return _("Half an hour has passed, and we have forgotten your ten words, for your safety. Write them once more.")


def advice() -> str:
    warnings = (
        _("asks for money, for a bank card number, or for a code from a text message;"),
        _("sends you photographs or videos of prisoners or of the dead: nobody from the bureau ever does so;"),
        _("promises to put a name on an exchange list, to pass on a parcel or to arrange a call;"),
        _("hurries you, threatens you, or forbids you to speak about it with anyone;"),
        _("asks where your relatives serve, or what you know about troops and weapons."),
    )
    return "\n\n".join(
        (
            _("Nobody may ask you for money"),
            _("Be wary when someone") + "".join(f"\n• {one}" for one in warnings),
            _("This bot writes to nobody first. Look at its name: there are others that only look like it."),
            _("/search: search by name\n/ask: leave an enquiry\n/words: open your enquiry\n/clear: delete these "
              "messages\n/cancel: stop and forget\n/language: another language\n/data: what Telegram learns of you"),
        )
    )  # fmt: skip


def what_telegram_learns(site: str) -> str:
    learned = (
        _("that you write to this bot, when, from which account and telephone number, and from which network;"),
        _("everything that you write or send here and that we answer: a chat with a bot is not encrypted end to end;"),
        _("and so does whoever can make Telegram tell, or holds your telephone unlocked."),
    )
    ours = (
        _("We keep your chat only as a mark that we cannot read back, and your conversation under lock, for a week at "
          "most. How to reach you, letters and photographs are locked as on the website."),
        _("With /clear we delete what was written here in the last two days, for you and for us. What Telegram itself "
          "has kept we cannot delete."),
    )  # fmt: skip
    others = _("Other ways: by post, by telephone, through somebody abroad, or the website, best in the Tor Browser.")
    return "\n\n".join(
        (
            _("Telegram learns:") + "".join(f"\n• {one}" for one in learned),
            *ours,
            f"{others}\n{site}" if site else others,
        )
    )
