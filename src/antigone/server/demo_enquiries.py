"""The demonstration's families: a few enquiries about invented people who stand in the lists of the other side."""

from __future__ import annotations

import json
from pathlib import Path


def ask_once(home: Path) -> list[str]:
    """Leave enquiries as families do, unless that was done; gives the ten words of each.

    The words stand in the data folder, readable for the owner only: they open invented enquiries. Needs Django set up
    with the website's or the owner's rights.
    """
    from antigone.bureau.enquiries.intake import leave_enquiry
    from antigone.bureau.enquiries.values import Contact, EnquiryDraft, Relation, Sought
    from antigone.bureau.registry.models import Record

    kept = home / "receipts.json"
    if kept.exists():
        return [str(words) for words in json.loads(kept.read_text(encoding="utf-8"))]
    sought = []
    for kind in ("prisoner", "dead"):
        known = Record.objects.filter(kind=kind, names__kind="primary").exclude(birth_date="").order_by("id")
        sought += [
            Sought(names=(name.title(),), birth_date=born, birthplace=place)
            for name, born, place in known.values_list("names__value", "birth_date", "birthplace")[:2]
        ]
    asking = [
        ("uk", Relation.PARENT, "Він не дзвонив з весни. Скажіть, будь ласка, хоч щось."),
        ("ru", Relation.SIBLING, "Это мой брат. Мы не знаем, жив ли он."),
        ("uk", Relation.SPOUSE, "Останнє повідомлення прийшло вранці, потім зв’язок зник."),
        ("en", Relation.FRIEND, "His family cannot ask from where they are, so I do."),
    ]
    drafts = [
        EnquiryDraft(
            whom, relation=relation, contact=Contact(name="An invented relative", other="nobody can be reached"),
            first_message=message, language=language,
        )
        for whom, (language, relation, message) in zip(sought, asking, strict=False)
    ]  # fmt: skip
    if drafts:
        # A second relative asks for the first man: the two meet at the desk and nowhere else.
        sister = EnquiryDraft(drafts[0].sought, Relation.SIBLING, language="uk", first_message="Я його сестра.")
        drafts.append(sister)
    words = [leave_enquiry(draft).text for draft in drafts]
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    return words
