"""Drafts of what families are told, in their languages. The gaps in brackets are filled by whoever writes the draft.

They say what is known and how, name the two people who answer for it nowhere, promise nothing, and never ask for money.
A gap that is left open is refused (`actions.draft_telling`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

GAP = re.compile(r"\[[^\[\]\n]{1,60}\]")


class Template(StrEnum):
    """What there is to tell."""

    IDENTIFIED = "identified"
    IN_CAPTIVITY = "in captivity"
    MORE_IS_NEEDED = "more is needed"
    NOTHING_YET = "nothing yet"


TEMPLATES: Mapping[tuple[Template, str], str] = MappingProxyType(
    {
        (Template.IDENTIFIED, "uk"): (
            "У нас тяжка звістка про людину, яку Ви шукаєте: [ім’я].\n\n"
            "Знайдено тіло, і двоє фахівців незалежно одне від одного підтвердили, що це [ім’я]. "
            "Підстава: [що саме збіглося, наприклад ДНК].\n\n"
            "Ви можете поставити запитання тут, у листі до нас. Ми розкажемо, що буде далі і як забрати "
            "тіло. Ви маєте право побачити висновок і попросити про повторну перевірку.\n\n"
            "Бюро ніколи не просить грошей. Якщо хтось просить їх від нашого імені, це обман."
        ),
        (Template.IDENTIFIED, "ru"): (
            "У нас тяжёлое известие о человеке, которого Вы ищете: [имя].\n\n"
            "Найдено тело, и два специалиста независимо друг от друга подтвердили, что это [имя]. "
            "Основание: [что именно совпало, например ДНК].\n\n"
            "Вы можете задать вопросы здесь, в письме к нам. Мы расскажем, что будет дальше и как забрать "
            "тело. Вы вправе увидеть заключение и попросить о повторной проверке.\n\n"
            "Бюро никогда не просит денег. Если кто-то просит их от нашего имени, это обман."
        ),
        (Template.IDENTIFIED, "en"): (
            "We have grave news about the person you are looking for: [name].\n\n"
            "A body was found, and two specialists, each for himself, have confirmed that it is [name]. "
            "The ground: [what agreed, such as DNA].\n\n"
            "You can ask questions here, in a message. We will tell you what happens next and how the "
            "body is handed over. You have the right to see the report and to ask for another "
            "examination.\n\n"
            "The bureau never asks for money. If somebody does in our name, it is a fraud."
        ),
        (Template.IN_CAPTIVITY, "uk"): (
            "Ми маємо відомості про людину, яку Ви шукаєте: [ім’я].\n\n"
            "За даними [джерело] станом на [дата], ця людина перебуває в полоні. [Чи підтверджено це "
            "нейтральною установою].\n\n"
            "Більше ми зараз не знаємо. Щойно дізнаємося, напишемо тут. Бюро ніколи не просить грошей."
        ),
        (Template.IN_CAPTIVITY, "ru"): (
            "У нас есть сведения о человеке, которого Вы ищете: [имя].\n\n"
            "По данным [источник] на [дата], этот человек находится в плену. [Подтвердило ли это "
            "нейтральное учреждение].\n\n"
            "Больше мы сейчас не знаем. Как только узнаем, напишем здесь. Бюро никогда не просит денег."
        ),
        (Template.IN_CAPTIVITY, "en"): (
            "We have information about the person you are looking for: [name].\n\n"
            "According to [source], as of [date], this person is held as a prisoner. [Whether the neutral "
            "agency has confirmed it].\n\n"
            "We know no more now. As soon as we do, we will write here. The bureau never asks for money."
        ),
        (Template.MORE_IS_NEEDED, "uk"): (
            "Ми шукаємо далі. Щоб не помилитися, нам допомогло б: [що саме].\n\n"
            "Ви не зобов’язані нічого надсилати, і пошук триватиме в будь-якому разі. Додати можна на цій "
            "сторінці."
        ),
        (Template.MORE_IS_NEEDED, "ru"): (
            "Мы ищем дальше. Чтобы не ошибиться, нам помогло бы: [что именно].\n\n"
            "Вы ничего не обязаны присылать, и поиск продолжится в любом случае. Добавить можно на этой "
            "странице."
        ),
        (Template.MORE_IS_NEEDED, "en"): (
            "We are still searching. So as not to make a mistake, it would help us to have: [what].\n\n"
            "You need not send anything, and the search goes on in any case. You can add it on this page."
        ),
        (Template.NOTHING_YET, "uk"): (
            "Ми перевірили всі записи, які маємо на сьогодні, і поки що не можемо сказати нічого певного. "
            "Пошук триває: кожен новий запис порівнюється з тим, що Ви розповіли."
        ),
        (Template.NOTHING_YET, "ru"): (
            "Мы проверили все записи, которые у нас есть на сегодня, и пока не можем сказать ничего "
            "определённого. Поиск продолжается: каждая новая запись сравнивается с тем, что Вы "
            "рассказали."
        ),
        (Template.NOTHING_YET, "en"): (
            "We have checked all records that we have today and cannot say anything certain yet. The "
            "search goes on: every new record is compared with what you told us."
        ),
    }
)


def template_text(template: Template, language: str) -> str:
    """The draft in a language; English for one that we do not write."""
    return TEMPLATES.get((template, language)) or TEMPLATES[template, "en"]
