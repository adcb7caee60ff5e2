"""What the bureau keeps of photographs.

A `Photograph` is what one source gave of one record. Its bytes as they came are an `Original`, sealed to the vault, so
that neither the desk nor the worker can read a position or a serial number out of them; of a photograph that came with
an enquiry they stay where they are, under the enquiry's own seal (`letter`). What staff see is a `Derivative`, made
anew from pixels and encrypted with the desk's key, so that a dump of the database holds no picture.

`sensitivity` is written by the database from the kind of the record and from what is shown (migration 0002), so that
no code path forgets it. Nothing but a cover is shown without a `View`, and the database counts those.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate

from antigone.bureau.photographs.faces import models as faces  # noqa: F401
from antigone.bureau.photographs.gallery import models as gallery  # noqa: F401
from antigone.bureau.photographs.marks import models as marks  # noqa: F401
from antigone.bureau.registry.models import RandomUUID, Record


class Shows(models.TextChoices):
    """What a photograph, or a region of one, shows."""

    FACE = "face", "a face"
    TATTOO = "tattoo", "a tattoo"
    SCAR = "scar", "a scar or another mark"
    CLOTHING = "clothing", "clothing"
    EFFECT = "effect", "a belonging"
    DOCUMENT = "document", "a document"
    BODY = "body", "a body"
    SCENE = "scene", "a scene"


class Sensitivity(models.TextChoices):
    """Who must be protected from what; see DESIGN, section 6."""

    PRISONER = "prisoner", "a prisoner who may be alive: nobody outside the staff learns that it exists"
    DEAD = "dead", "somebody dead, or a body: covered, and each look has its reason"
    FAMILY = "family", "what a family gave of somebody missing: covered"


class Photograph(models.Model):
    """One photograph of a record. `sha256` is of the bytes as they came, `pixels_sha256` of the decoded pixels."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    record = models.ForeignKey(Record, on_delete=models.DO_NOTHING, related_name="photographs", db_constraint=False)
    shows = models.CharField(max_length=10, choices=Shows.choices)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity.choices, editable=False)
    obtained = models.TextField(blank=True, default="", db_default="")
    taken = models.CharField(max_length=60, blank=True, default="", db_default="")
    camera_time = models.CharField(max_length=40, blank=True, default="", db_default="")
    sha256 = models.CharField(max_length=64)
    pixels_sha256 = models.CharField(max_length=64)
    file_format = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    enquiry = models.UUIDField(null=True, db_index=True)
    letter = models.UUIDField(null=True, unique=True)
    added_by = models.TextField()
    added_on = models.DateField(db_default=TruncDate(Now()), editable=False)
    withdrawn_by = models.TextField(blank=True, default="", db_default="")
    withdrawn_on = models.DateField(null=True)
    withdrawn_because = models.TextField(blank=True, default="", db_default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["pixels_sha256"], name="photographs_pixels")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "sha256"],
                condition=Q(withdrawn_on__isnull=True),
                name="photographs_once_a_record",
            ),
            models.CheckConstraint(condition=Q(shows__in=Shows.values), name="photographs_shows_known"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=Sensitivity.values), name="photographs_sensitivity_known"
            ),
            models.CheckConstraint(
                condition=Q(file_format__in=["jpeg", "png", "webp", "heic"]), name="photographs_format_known"
            ),
            models.CheckConstraint(condition=Q(added_by__gt=""), name="photographs_added_by_somebody"),
            models.CheckConstraint(
                condition=Q(withdrawn_by="", withdrawn_on__isnull=True, withdrawn_because="")
                | Q(withdrawn_by__gt="", withdrawn_on__isnull=False, withdrawn_because__gt=""),
                name="photographs_withdrawn_whole",
            ),
            models.CheckConstraint(
                condition=Q(enquiry__isnull=True, letter__isnull=True) | Q(enquiry__isnull=False, letter__isnull=False),
                name="photographs_of_a_letter_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"photograph {self.public_id}"


class Original(models.Model):
    """The bytes as they came, sealed to the key of the vault with this `vault_key` (fingerprint)."""

    photograph = models.OneToOneField(
        Photograph, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="original"
    )
    sealed = models.BinaryField()
    vault_key = models.BinaryField()

    def __str__(self) -> str:
        return f"original of {self.photograph_id}"


class SetAside(models.Model):
    """A photograph that came with an enquiry and was not taken in, and why; it stays under the enquiry's seal."""

    enquiry = models.UUIDField(db_index=True)
    letter = models.UUIDField(unique=True)
    why = models.TextField()
    day = models.DateField(db_default=TruncDate(Now()), editable=False)

    def __str__(self) -> str:
        return f"photograph of letter {self.letter}"


class Purpose(models.TextChoices):
    """What a derivative is for."""

    LARGE = "large", "to be looked at: 1600 pixels at most"
    SMALL = "small", "to be looked at beside others: 320 pixels at most"
    COVER = "cover", "shown unasked: blurred until nothing can be made out"


class Derivative(models.Model):
    """A JPEG made from the pixels alone; `content` is encrypted with the desk's key for photographs."""

    photograph = models.ForeignKey(
        Photograph, on_delete=models.DO_NOTHING, db_constraint=False, related_name="derivatives"
    )
    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["photograph", "purpose"], name="photographs_one_of_a_purpose"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="photographs_purpose_known"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.photograph_id}"


class Region(models.Model):
    """A part of a photograph that a human marked: what it shows and where on the body.

    The box is in shares of width and height of the upright picture; `place` is a code of `evidence.traits`, `words`
    what a search finds it by.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    photograph = models.ForeignKey(Photograph, on_delete=models.DO_NOTHING, db_constraint=False, related_name="regions")
    shows = models.CharField(max_length=10, choices=Shows.choices)
    place = models.CharField(max_length=40, blank=True, default="", db_default="")
    side = models.CharField(max_length=5, blank=True, default="", db_default="")
    words = models.TextField(blank=True, default="", db_default="")
    x = models.FloatField()
    y = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()
    marked_by = models.TextField()
    marked_on = models.DateField(db_default=TruncDate(Now()), editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(shows__in=Shows.values), name="photographs_region_shows_known"),
            models.CheckConstraint(condition=Q(side__in=["", "left", "right"]), name="photographs_region_side_known"),
            models.CheckConstraint(
                condition=Q(x__gte=0, y__gte=0, width__gt=0, height__gt=0)
                & Q(x__lte=1 - F("width"), y__lte=1 - F("height")),
                name="photographs_region_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"region {self.public_id}"


class View(models.Model):
    """Somebody looked at a photograph. No foreign key: that he did stays when the photograph goes.

    `public_id` is the mark that the picture as shown to him carries.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    photograph = models.UUIDField(db_index=True)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity.choices, editable=False)
    reason = models.TextField(blank=True, default="", db_default="")
    viewed_by = models.TextField()
    role = models.TextField()
    day = models.DateField(db_default=TruncDate(Now()), editable=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["viewed_by", "day"], name="photographs_view_of_day")]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(viewed_by__gt=""), name="photographs_viewed_by")]

    def __str__(self) -> str:
        return f"{self.viewed_by} looked at {self.photograph}"


class Manner(models.TextChoices):
    """How a picture is made fit to be published."""

    BLUR = "blur", "parts of it are blurred"
    CROP = "crop", "one part of it is cut out"


class Redaction(models.Model):
    """A picture made fit to be published: proposed by one person, signed by another.

    `digest` is the SHA-256 of the picture that both have seen; `boxes` are ``[x, y, width, height]`` in shares.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    photograph = models.ForeignKey(
        Photograph, on_delete=models.DO_NOTHING, db_constraint=False, related_name="redactions"
    )
    manner = models.CharField(max_length=4, choices=Manner.choices)
    boxes = models.JSONField()
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    purpose = models.TextField()
    proposed_by = models.TextField()
    proposed_on = models.DateField(db_default=TruncDate(Now()), editable=False)
    signed_by = models.TextField(blank=True, default="", db_default="")
    signed_on = models.DateField(null=True)
    dropped_by = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(manner__in=Manner.values), name="photographs_manner_known"),
            models.CheckConstraint(condition=Q(proposed_by__gt=""), name="photographs_redaction_proposed"),
            models.CheckConstraint(
                condition=~Q(signed_by=F("proposed_by")), name="photographs_redaction_second_signer"
            ),
            models.CheckConstraint(
                condition=Q(signed_by="", signed_on__isnull=True) | Q(signed_by__gt="", signed_on__isnull=False),
                name="photographs_redaction_signed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"redaction {self.public_id}"


class Fingerprint(models.Model):
    """Local features by which the same photograph is found again, encrypted like the derivatives.

    `words` are numbers of which copies share some (`imaging.copies.words_of`); nobody sees a picture in them.
    """

    photograph = models.OneToOneField(
        Photograph, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="fingerprint"
    )
    method = models.CharField(max_length=40)
    words = ArrayField(models.BigIntegerField())
    content = models.BinaryField()

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["words"], name="photographs_fingerprint_words", fastupdate=False)]

    def __str__(self) -> str:
        return f"fingerprint of {self.photograph_id}"


class SamePhotograph(models.Model):
    """Two photographs are copies of one: says nothing of who is in them.

    `found_by` says how: the same bytes, the same pixels, or local features that fit one geometric change, of which
    `agreeing` fit. A link that a person took back stays and is not found again.
    """

    one = models.ForeignKey(Photograph, on_delete=models.DO_NOTHING, db_constraint=False, related_name="same_after")
    other = models.ForeignKey(Photograph, on_delete=models.DO_NOTHING, db_constraint=False, related_name="same_before")
    found_by = models.CharField(max_length=8, choices=[(word, word) for word in ("bytes", "pixels", "features")])
    agreeing = models.PositiveIntegerField(null=True)
    mirrored = models.BooleanField(db_default=False)
    transform = ArrayField(models.FloatField(), size=6, null=True)
    found_on = models.DateField(db_default=TruncDate(Now()), editable=False)
    undone_by = models.TextField(blank=True, default="", db_default="")
    undone_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="photographs_same_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="photographs_same_in_order"),
            models.CheckConstraint(
                condition=Q(found_by__in=["bytes", "pixels", "features"]), name="photographs_same_by"
            ),
            models.CheckConstraint(
                condition=Q(undone_by="", undone_on__isnull=True) | Q(undone_by__gt="", undone_on__isnull=False),
                name="photographs_same_undone_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id} are one photograph"
