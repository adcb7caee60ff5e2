"""Words of reasons that stand in data and not in the code: what a tattoo shows, what was in a pocket, a line's name.

Each is its own English; who translates reasons has to know them all.
"""

from __future__ import annotations

from collections.abc import Iterator

from antigone.evidence.linkage import starting_model
from antigone.evidence.traits import ToothState
from antigone.evidence.traits.classes import HANDS
from antigone.evidence.traits.colours import EYES, HAIR
from antigone.evidence.traits.reading import places, shares

_OF_VOCABULARY = {
    "tattoo": ("motif", "vague"),
    "mark": ("mark", "cause"),
    "thing": ("effect", "garment"),
    "side of the body": ("side",),
    "stature": ("size",),
}


def coded_words() -> Iterator[tuple[str, str]]:
    """Every such word with its context, as `wording.code_word` takes them; each once."""
    for context, groups in _OF_VOCABULARY.items():
        for code in dict.fromkeys(code for group in groups for code in shares(group)):
            yield context, code
    yield from (("place of the body", place.code) for place in places())
    yield from (("tooth", state.value) for state in ToothState)
    yield from (("hair", colour) for colour in HAIR)
    yield from (("eyes", colour) for colour in EYES)
    yield from (("handedness", hand) for hand in HANDS)
    yield from (("line", name) for name in starting_model().names)
