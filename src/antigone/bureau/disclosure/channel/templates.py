"""What stands under every post: how to ask, that nobody may take money, and that comments are no place for names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from antigone.bureau.disclosure.channel.values import PostKind

#: What is left of a post that could not be deleted any more.
WITHDRAWN = "—"

_CLOSING: Mapping[str, str] = MappingProxyType(
    {
        "uk": (
            "Впізнаєте щось? Не пишіть про це в коментарях і нікому в особисті повідомлення. Запитайте бюро й назвіть "
            "код. Це безкоштовно; гроші від нашого імені просять лише шахраї."
        ),
        "ru": (
            "Узнаёте что-то? Не пишите об этом в комментариях и никому в личные сообщения. Спросите бюро и назовите "
            "код. Это бесплатно; деньги от нашего имени просят только мошенники."
        ),
        "en": (
            "Do you recognise something? Do not write of it in comments or to anybody in private messages. Ask the "
            "bureau and give the code. It is free; only a fraud asks for money in our name."
        ),
    }
)
_ASK: Mapping[str, str] = MappingProxyType(
    {
        "uk": "Шукаєте когось? Запитати можна тут, безкоштовно й не називаючи себе:",
        "ru": "Ищете кого-то? Спросить можно здесь, бесплатно и не называя себя:",
        "en": "Are you looking for someone? You can ask here, free, and without saying who you are:",
    }
)
_CODE: Mapping[str, str] = MappingProxyType({"uk": "Код", "ru": "Код", "en": "Code"})


def wording(kind: PostKind, language: str, body: str, *, code: str, site: str, page: str) -> str:
    """The whole text of a post.

    Args:
        site: the families' website; empty where none is to be named.
        page: address of the page of figures; empty for none.
    """
    parts = [f"{_CODE[language]} {code}"] if kind is PostKind.REMAINS else []
    parts.append(body.strip())
    if page:
        parts.append(page)
    if kind is PostKind.REMAINS:
        parts.append(_CLOSING[language])
    elif site:
        parts.append(_ASK[language])
    if site:
        parts.append(site)
    return "\n\n".join(parts)
