"""What can be looked at: photographs, frames of videos, overhead images; when each was taken; and working copies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from antigone.bureau.incidents.models.files import Item
from antigone.bureau.incidents.models.incidents import Incident
from antigone.bureau.registry.models import RandomUUID


class Picture(models.Model):
    """One picture of an item, number 1, 2, … in its case.

    It was taken at some moment of the closed interval from `taken_from` to `taken_to`; an empty end is unknown, and
    `taken` is how it was said. `gsd` is the size of a pixel on what is looked at, in metres; empty where nobody
    measured it: then the picture can show that something is there, never that it is not.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="pictures")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="pictures")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    taken = models.CharField(max_length=80, blank=True, default="", db_default="")
    taken_from = models.DateTimeField(null=True)
    taken_to = models.DateTimeField(null=True)
    because = models.TextField(blank=True, default="", db_default="")
    gsd = models.FloatField(null=True)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "number"], name="incidents_picture_numbered"),
            models.CheckConstraint(
                condition=Q(taken_from__isnull=True) | Q(taken_to__isnull=True) | Q(taken_from__lte=F("taken_to")),
                name="incidents_picture_taken_forwards",
            ),
            models.CheckConstraint(
                condition=Q(gsd__isnull=True) | Q(gsd__gt=0, gsd__lt=10_000), name="incidents_picture_gsd_can_be"
            ),
            models.CheckConstraint(condition=Q(label__gt="", added_by__gt=""), name="incidents_picture_named"),
        ]

    def __str__(self) -> str:
        return f"picture {self.number} of {self.incident_id}"


class Frame(models.Model):
    """The picture is a frame of a video, `at_ms` milliseconds after its beginning; `pixels_sha256` is of its pixels."""

    picture = models.OneToOneField(Picture, on_delete=models.PROTECT, primary_key=True, related_name="frame")
    at_ms = models.PositiveBigIntegerField()
    pixels_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")

    def __str__(self) -> str:
        return f"{self.at_ms} ms"


class Image(models.Model):
    """The picture was taken from above: by which sensor, how far off straight down (degrees), cloud as a share of the
    whole, and how far its coordinates may be off, in metres."""

    picture = models.OneToOneField(Picture, on_delete=models.PROTECT, primary_key=True, related_name="image")
    sensor = models.CharField(max_length=200, blank=True, default="", db_default="")
    off_nadir = models.FloatField(null=True)
    cloud = models.FloatField(null=True)
    georeference_error = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(off_nadir__isnull=True) | Q(off_nadir__gte=0, off_nadir__lt=90))
                & (Q(cloud__isnull=True) | Q(cloud__gte=0, cloud__lte=1))
                & (Q(georeference_error__isnull=True) | Q(georeference_error__gte=0)),
                name="incidents_image_can_be",
            )
        ]

    def __str__(self) -> str:
        return f"image of picture {self.picture_id}"


class StatedOrder(models.Model):
    """Somebody states that one picture is not older than another: «a later day», without a date."""

    earlier = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="stated_later")
    later = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="stated_earlier")
    said_by = models.CharField(max_length=300)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["earlier", "later"], name="incidents_order_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="incidents_order_of_two"),
            models.CheckConstraint(condition=Q(said_by__gt="", added_by__gt=""), name="incidents_order_said"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} before {self.later_id}"


class CopyPurpose(models.TextChoices):
    """What a working copy is for."""

    LARGE = "large", "to be looked at: 1600 pixels at most"
    SMALL = "small", "to be looked at beside others: 320 pixels at most"
    COVER = "cover", "shown unasked of what is not ordinary: blurred until nothing can be made out"
    CLEAR = "clear", "faces not blurred; made only after two have decided it"


class Copy(models.Model):
    """A working copy of a picture, as JPEG, with the tool that made it; encrypted with the desk's key for photographs.

    `sha256` is of the JPEG. `faces` says how many faces were blurred in it; the database takes no copy with `blurred`
    False but a clear one that two have decided (guards).
    """

    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="copies")
    purpose = models.CharField(max_length=5, choices=CopyPurpose.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    blurred = models.BooleanField()
    faces = models.PositiveIntegerField(default=0, db_default=0)
    tool = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["picture", "purpose"], name="incidents_copy_of_a_purpose"),
            models.CheckConstraint(condition=Q(purpose__in=CopyPurpose.values), name="incidents_copy_purpose_known"),
            models.CheckConstraint(condition=Q(blurred=True) | Q(purpose="clear"), name="incidents_copy_blurred"),
            models.CheckConstraint(condition=Q(tool__gt=""), name="incidents_copy_made_by_a_tool"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of picture {self.picture_id}"


class Deciding(models.TextChoices):
    """What two people decide."""

    FACES = "faces", "the faces in a picture are not blurred"
    PUBLISH = "publish", "the incident may be spoken of outside the bureau"


class Decision(models.Model):
    """Proposed by one person, signed by another, and taken back by anybody; each once."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="decisions")
    what = models.CharField(max_length=7, choices=Deciding.choices)
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, related_name="decisions")
    because = models.TextField()
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField(db_default=Now())
    signed_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    signed_at = models.DateTimeField(null=True)
    dropped_by = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(what="faces", picture__isnull=False) | Q(what="publish", picture__isnull=True),
                name="incidents_decision_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(because__gt="", proposed_by__gt=""), name="incidents_decision_because"),
            models.CheckConstraint(
                condition=Q(signed_by="", signed_at__isnull=True) | Q(signed_by__gt="", signed_at__isnull=False),
                name="incidents_decision_signed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.public_id}"
