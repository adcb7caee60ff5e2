"""The channel, brought to where the desk wants it: one post, edit or removal at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import telegram

from antigone.bureau.disclosure.channel import delivery
from antigone.bureau.disclosure.channel.delivery import Act, Errand
from antigone.bureau.disclosure.channel.templates import WITHDRAWN
from antigone.interfaces.telegram.gateway import Answer, Fate, attempted
from antigone.interfaces.telegram.sending import FIRST_PAUSE, Sender

#: Errands of one pass.
_AT_ONCE = 5
#: What the Bot API says of an edit that changes nothing, and of a message that is not there.
_ALREADY = ("message is not modified",)
_GONE = ("message to delete not found", "message to edit not found", "message_id_invalid")


def look_after_channel(bot: telegram.Bot, channel: str, sender: Sender) -> Callable[[], Awaitable[None]]:
    """A pass over what is due in the channel, to be made again and again by the one sender."""
    place: int | str = int(channel) if channel.startswith("-") else channel
    recovered = False

    async def one_pass() -> None:
        nonlocal recovered
        if not recovered:
            await sender.in_thread(delivery.recover)
            recovered = True
        for _ in range(_AT_ONCE):
            errand = await sender.in_thread(delivery.claim) if sender.budget.now() else None
            if errand is None:
                return
            sender.budget.spend(1)
            await _settle(errand, await _made(bot, place, errand), sender)

    return one_pass


async def _made(bot: telegram.Bot, place: int | str, errand: Errand) -> Answer:
    if errand.act is Act.POST:
        return await attempted(lambda: _post(bot, place, errand))
    if errand.message is None:
        return Answer(Fate.NEVER, why="the number of its message is not known")
    message = errand.message
    if errand.act is Act.EDIT:
        answer = await attempted(lambda: _edit(bot, place, message, errand.text, picture=errand.picture is not None))
        return Answer(Fate.TAKEN) if _says(answer, _ALREADY) else answer
    answer = await attempted(lambda: bot.delete_message(place, message))
    if answer.fate is not Fate.NEVER:
        return answer
    if _says(answer, _GONE):
        return Answer(Fate.TAKEN)
    # Too old to be deleted: then at least nothing of it is left to read.
    answer = await attempted(lambda: _edit(bot, place, message, WITHDRAWN, picture=errand.picture is not None))
    return Answer(Fate.TAKEN) if _says(answer, _ALREADY + _GONE) else answer


async def _post(bot: telegram.Bot, place: int | str, errand: Errand) -> telegram.Message:
    if errand.picture is None:
        return await bot.send_message(
            place, errand.text, link_preview_options=telegram.LinkPreviewOptions(is_disabled=True)
        )
    return await bot.send_photo(place, errand.picture, caption=errand.text, has_spoiler=True)


async def _edit(
    bot: telegram.Bot, place: int | str, message: int, text: str, *, picture: bool
) -> telegram.Message | bool:
    if picture:
        return await bot.edit_message_caption(chat_id=place, message_id=message, caption=text)
    return await bot.edit_message_text(
        text, chat_id=place, message_id=message, link_preview_options=telegram.LinkPreviewOptions(is_disabled=True)
    )


def _says(answer: Answer, words: tuple[str, ...]) -> bool:
    return answer.fate is Fate.NEVER and any(one in answer.why.lower() for one in words)


async def _settle(errand: Errand, answer: Answer, sender: Sender) -> None:
    if answer.fate is Fate.TAKEN:
        await sender.in_thread(lambda: delivery.settle(errand, answer.message))
    elif answer.fate is Fate.NEVER:
        await sender.in_thread(lambda: delivery.give_up(errand, answer.why))
    elif answer.fate is Fate.LATER:
        sender.budget.rest(answer.seconds)
        await sender.in_thread(lambda: delivery.put_off(errand, answer.seconds or FIRST_PAUSE))
    else:
        await sender.in_thread(delivery.recover)
