"""Whether two names contradict each other, whatever the rest of them weighs.

A weight adds up: a rare surname can outweigh another father's name. Where a decision must not be bought like that (a
stranger is about to be told of a death), the names must have nothing in them that speaks of another person.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

from antigone.evidence.names.blocking import NameWord, words

#: Two spellings of one word share this much of their folded letters at least; Петрович and Павлович share 0.63.
_ALIKE = 0.75


def _known(word: NameWord) -> bool:
    """Whether the word is a given name or a patronymic that the tables know."""
    return any(code[:1] in "gp" and code[1:].isdigit() for code in word.codes)


def _alike(left: NameWord, right: NameWord) -> bool:
    if left.initial or right.initial:
        return left.folded[:1] == right.folded[:1]
    if set(left.codes) & set(right.codes):
        return True
    if _known(left) and _known(right):
        return False
    return OSA.normalized_similarity(left.folded, right.folded) >= _ALIKE


def contradict(left: str, right: str) -> bool:
    """Whether each of two names has a word that nothing in the other answers to.

    A word that only one side has (a patronymic left out, a second surname) contradicts nothing; another given name,
    another father's name, another forefather in a chain does. Order does not matter.

    >>> contradict("Гончар Остап Лукич", "Honchar Ostap"), contradict("Гончар Остап Лукич", "Гончар Остап Іванович")
    (False, True)
    """
    unanswered = list(words(right))
    left_over = 0
    for word in words(left):
        answer = next((other for other in unanswered if _alike(word, other)), None)
        if answer is None:
            left_over += 1
        else:
            unanswered.remove(answer)
    return left_over > 0 and len(unanswered) > 0
