"""What looking at pixels leaves behind: readings of files, fingerprints, alignments, masks, counts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from antigone.bureau.incidents.models.files import Item
from antigone.bureau.incidents.models.pictures import Picture
from antigone.bureau.registry.models import RandomUUID


class Reading(models.Model):
    """That a file was decoded, once: what it says of itself, where its shots are, what could not be read.

    `shots` is a list of ``[first, last]`` in milliseconds, `says` a list of sentences that nobody vouches for. `width`
    and `height` are of the picture or of a film's frames. Coordinates are not kept, only whether north is up.
    """

    item = models.OneToOneField(Item, on_delete=models.PROTECT, primary_key=True, related_name="reading")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    north_up = models.BooleanField(default=False, db_default=False)
    shots = models.JSONField(default=list)
    says = models.JSONField(default=list)
    credentials = models.CharField(max_length=10)
    remark = models.TextField(blank=True, default="", db_default="")
    read_by = models.CharField(max_length=200)
    read_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"reading of item {self.item_id}"


class FrameFingerprint(models.Model):
    """By what one picture, or one second of a film, is found again.

    `words` are 4 bytes each, `content` is encrypted with the desk's key for photographs under this `public_id`.
    """

    public_id = models.UUIDField(unique=True, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="fingerprints")
    at_ms = models.PositiveBigIntegerField(default=0, db_default=0)
    method = models.CharField(max_length=80)
    words = models.BinaryField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "at_ms", "method"], name="incidents_fingerprint_once")
        ]

    def __str__(self) -> str:
        return f"fingerprint of item {self.item_id} at {self.at_ms} ms"


class SameKind(models.TextChoices):
    """`imaging.footage.same.Kind`."""

    FILE = "same file", "one recording, published again"
    SCENE = "same scene", "the same scene, not shown to be one recording"


class Resemblance(models.Model):
    """Two files have something in common: their best pair of frames. `one` came in before `other`."""

    one = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="resembles_later")
    other = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="resembles_earlier")
    kind = models.CharField(max_length=10, choices=SameKind.choices)
    one_ms = models.PositiveBigIntegerField()
    other_ms = models.PositiveBigIntegerField()
    frames = models.PositiveIntegerField()
    agreeing = models.PositiveIntegerField()
    mirrored = models.BooleanField()
    within = models.FloatField()
    alike = models.FloatField()
    sentence = models.TextField()
    method = models.CharField(max_length=80)
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other", "method"], name="incidents_resemblance_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="incidents_resemblance_of_two"),
            models.CheckConstraint(condition=Q(kind__in=SameKind.values), name="incidents_resemblance_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.kind}"


class How(models.TextChoices):
    """Where an alignment comes from."""

    PROPOSED = "proposed", "proposed by the machine, for a human to check"
    POINTS = "points", "control points set by hand"


class Alignment(models.Model):
    """How the large copy of one picture lies on that of a later one; the newest of a pair counts.

    `transform` is ``[a, b, c, d, e, f]`` in pixels of the large copies, `points` a list of ``[x, y, x', y']``,
    `residuals` how far each point is off by a fit without it, in metres where `metres`, in pixels otherwise.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    before = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="aligned_later")
    after = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="aligned_earlier")
    how = models.CharField(max_length=8, choices=How.choices)
    transform = models.JSONField()
    points = models.JSONField(default=list)
    residuals = models.JSONField(default=list)
    metres = models.BooleanField()
    sentence = models.TextField()
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="incidents_alignment_of_two"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="incidents_alignment_how_known"),
            models.CheckConstraint(condition=Q(made_by__gt=""), name="incidents_alignment_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} on {self.after_id}"


class Hides(models.TextChoices):
    """What hides a part of a picture."""

    CLOUD = "cloud", "cloud or smoke"
    SHADOW = "shadow", "shadow"
    OTHER = "other", "something else hides it"


class Mask(models.Model):
    """A part of a picture in which nothing is to be compared; `outline` is ``[[x, y], …]`` in shares of its sides."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="masks")
    hides = models.CharField(max_length=6, choices=Hides.choices)
    outline = models.JSONField()
    drawn_by = models.CharField(max_length=200)
    drawn_at = models.DateTimeField(db_default=Now())
    removed_by = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(hides__in=Hides.values), name="incidents_mask_hides_known"),
            models.CheckConstraint(condition=Q(drawn_by__gt=""), name="incidents_mask_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.hides} in picture {self.picture_id}"


class Counted(models.TextChoices):
    """What is counted in a picture: places and things, never people."""

    GRAVES = "graves", "graves"
    TENTS = "tents", "tents or shelters"
    VEHICLES = "vehicles", "vehicles"
    WAGONS = "wagons", "wagons of a refrigerated train"


class Count(models.Model):
    """What one person counts in one picture: a mark for each. A later count of the same person takes its place.

    `blind` is written by the database: True for a person's first count of this in this picture, before which nobody
    shows him what others counted.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="counts")
    what = models.CharField(max_length=8, choices=Counted.choices)
    marks = models.JSONField()
    total = models.PositiveIntegerField()
    note = models.TextField(blank=True, default="", db_default="")
    blind = models.BooleanField(default=True, db_default=True)
    counted_by = models.CharField(max_length=200)
    counted_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=Counted.values), name="incidents_count_what_known"),
            models.CheckConstraint(condition=Q(counted_by__gt=""), name="incidents_count_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.total} {self.what} in picture {self.picture_id}"
