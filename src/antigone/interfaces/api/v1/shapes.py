"""What goes in and out as JSON. A field that is not named here neither leaves nor is taken."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from antigone.bureau.disclosure.letting_out import OutgoingPerson
from antigone.bureau.disclosure.values import PublicPerson
from antigone.bureau.enquiries.values import (
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_NAMES,
    KeepRecord,
    MayBeTold,
    Notices,
    Relation,
    Sex,
)
from antigone.evidence.dates import NotADate, UncertainDate

# PostgreSQL's text cannot hold NUL; other control characters say nothing.
_SPEAKING = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE, pattern=_SPEAKING)]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, pattern=_SPEAKING)]


def _date_or_nothing(text: str) -> str:
    """A date that cannot be read would be left out of the question without a word, and find somebody else."""
    if text.strip():
        try:
            UncertainDate.parse(text)
        except NotADate:
            raise ValueError(f"«{text}» is no date; write 1987-05-13, 1987-05 or 1987, with ~ for «about»") from None
    return text


class _Given(BaseModel):
    """What a program sends: a name that nobody knows is a slip that would lose what it says."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = Field(default=[], description="Where several parts of the request are at fault.")


class Question(_Given):
    """Whom one looks for. Everything but the name may be empty."""

    name: Annotated[Line, StringConstraints(min_length=1)] = Field(description="In any script and order.")
    born: Annotated[Line, AfterValidator(_date_or_nothing)] = Field(
        "", description="Year or date of birth (EDTF): 1987, 1987-05-13, 1987~."
    )
    father: Line = Field("", description="The father's given name, or the patronymic.")
    place: Line = Field("", description="Birthplace, home, region or where last seen.")
    unit: Line = Field("", description="Military unit.")
    service_number: Line = Field("", description="Personal or service number.")


class Person(BaseModel):
    """All that the public may learn of one of the dead."""

    id: UUID = Field(description="Random; the same as in feeds and files.")
    kind: str
    name: str
    other_names: list[str]
    birth_year: str = Field(description="A year, 1990~ for «about», 1985/1987 for a span, or empty.")
    death_year: str
    region: str
    source: str
    as_of: str


class Found(BaseModel):
    """Whom a question singles out. «Nobody», «withheld» and «too vague» are the same empty list."""

    found: list[Person]


class Change(BaseModel):
    """One entry of the public list: somebody stands on it, as he is now; or he has left it, and no copy may stay."""

    id: UUID
    at: datetime
    gone: bool
    person: Person | None
    keep_until: datetime | None = Field(description="From then on no copy may be kept; null for no end.")


class Changes(BaseModel):
    """Entries, the oldest first; `cursor` is where to go on, also when there is nothing more now."""

    changes: list[Change]
    cursor: str
    more: bool


class AgreedPerson(BaseModel):
    """What a source lets partners have of one of its records."""

    id: UUID
    kind: str
    name: str
    other_names: list[str]
    source: str
    as_of: str
    changed_at: datetime
    keep_until: datetime | None
    status: str
    sex: str
    birth_date: str
    father_name: str
    birthplace: str
    nationality: str
    force: str
    branch: str
    unit: str
    rank: str
    service_number: str
    last_seen_date: str
    last_seen_place: str
    occurred_date: str
    occurred_place: str
    burial_place: str
    description: str


class AgreedPage(BaseModel):
    """A page; no `cursor` on the last one."""

    persons: list[AgreedPerson]
    cursor: str | None


class FigureTitle(BaseModel):
    """A page of figures, by its titles in each language."""

    slug: str
    title: dict[str, str]


class FigureTitles(BaseModel):
    """All pages of figures."""

    figures: list[FigureTitle]


class Figures(BaseModel):
    """A page of figures as the website shows it; counts from 1 to 4 are null."""

    slug: str
    published_on: date
    content: dict[str, Any]


class Contact(_Given):
    """How the family may be reached; all may be empty. It is kept sealed."""

    name: Line = ""
    phone: Line = ""
    email: Line = ""
    telegram: Line = ""
    postal: Line = ""
    other: Line = ""
    best_time: Line = ""
    notices: Notices = Notices.NONE


class Sought(_Given):
    """Who is looked for. Dates are EDTF; ages are whole years today."""

    names: list[Line] = Field(min_length=1, max_length=MOST_NAMES)
    father_name: Line = ""
    mother_maiden_name: Line = ""
    sex: Sex = Sex.UNKNOWN
    birth_date: Line = ""
    age_low: int | None = Field(None, ge=0, le=120)
    age_high: int | None = Field(None, ge=0, le=120)
    birthplace: Line = ""
    residence: Line = ""
    nationality: Line = ""
    documents: Line = ""
    force: Line = ""
    branch: Line = ""
    unit: Line = ""
    rank: Line = ""
    service_number: Line = ""
    call_sign: Line = ""
    last_seen_date: Line = ""
    last_seen_place: Line = ""
    circumstances: Text = ""
    description: Text = ""


class Enquiry(_Given):
    """What a family asks through the partner."""

    sought: Sought
    relation: Relation = Relation.UNSAID
    contact: Contact = Field(default_factory=Contact)
    may_be_told: list[MayBeTold] = Field(default=[], max_length=2)
    keep_record: KeepRecord = KeepRecord.KEEP
    language: Literal["uk", "ru", "en"] = "uk"
    message: Text = ""


class Receipt(BaseModel):
    """The ten words that open the enquiry's page on the families' website. Nobody can say them again."""

    receipt: str
    language: str


class PfifNote(_Given):
    """A note, in the field names of PFIF 1.4."""

    note_record_id: Line
    person_record_id: Line = ""
    linked_person_record_id: Line = ""
    author_name: Line = ""
    source_date: Line = ""
    author_made_contact: Literal["", "true", "false"] = ""
    status: Literal[
        "", "information_sought", "is_note_author", "believed_alive", "believed_missing", "believed_dead"
    ] = ""
    last_known_location: Line = ""
    text: Text = ""


class PfifPerson(_Given):
    """A person, in the field names of PFIF 1.4."""

    person_record_id: Line
    expiry_date: Line = ""
    author_name: Line = ""
    source_name: Line = ""
    source_date: Line = ""
    source_url: Line = ""
    full_name: Line
    given_name: Line = ""
    family_name: Line = ""
    alternate_names: Text = ""
    description: Text = ""
    sex: Literal["", "female", "male", "other"] = ""
    date_of_birth: Line = ""
    age: Line = ""
    home_street: Line = ""
    home_neighborhood: Line = ""
    home_city: Line = ""
    home_state: Line = ""
    home_postal_code: Line = ""
    home_country: Line = ""
    notes: list[PfifNote] = Field(default=[], max_length=100)


class Records(_Given):
    """Persons of the key's own domain, and notes that stand alone; a hundred of both together at most."""

    persons: list[PfifPerson] = Field(default=[], max_length=100)
    notes: list[PfifNote] = Field(default=[], max_length=100)


class Skipped(BaseModel):
    """A record that is not kept, and why."""

    id: str
    why: str


class Brought(BaseModel):
    """What waits for a registrar now: `delivery` is null where nothing of it does."""

    delivery: UUID | None
    persons: int
    notes: int
    skipped: list[Skipped]


class Delivery(BaseModel):
    """What became of records that were brought."""

    id: UUID
    state: Literal["waiting", "taken", "dropped"]
    records: int
    received_on: date
    closed_on: date | None


class Key(BaseModel):
    """What the key is good for, and how many requests it has left today (UTC)."""

    partner: str
    domain: str
    audience: str
    scopes: list[str]
    quota: int
    left_today: int


def person_of(one: PublicPerson | OutgoingPerson) -> Person:
    """A public projection as JSON."""
    return Person(
        id=UUID(one.public_id),
        kind=one.kind,
        name=one.name,
        other_names=list(one.other_names),
        birth_year=one.birth_year,
        death_year=one.death_year,
        region=one.region,
        source=one.source,
        as_of=one.as_of,
    )
