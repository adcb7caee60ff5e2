"""Places, what can be there, and who saw it in which picture."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antigone.bureau.incidents.models.incidents import Incident
from antigone.bureau.incidents.models.pictures import Picture
from antigone.bureau.registry.models import RandomUUID


class SiteKind(models.TextChoices):
    ROAD = "road", "a road"
    CAMP = "camp", "a camp"
    POSITION = "position", "a position"
    SETTLEMENT = "settlement", "a settlement"
    DETENTION = "detention", "a place of detention"
    BURIAL = "burial", "a burial place"
    MORGUE = "morgue", "a morgue or refrigerated train"
    OTHER = "other", "another place"


class Site(models.Model):
    """A place of an incident. Its coordinates are the middle of a cell of at least 1 km, or empty: the register holds
    no closer ones, so that none can leave it (`places.coarse`, and the database)."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=SiteKind.choices)
    latitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    longitude = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "name"], name="incidents_site_named_once"),
            models.CheckConstraint(condition=Q(kind__in=SiteKind.values), name="incidents_site_kind_known"),
            models.CheckConstraint(condition=Q(name__gt="", added_by__gt=""), name="incidents_site_named"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-85, latitude__lte=85, longitude__gte=-180, longitude__lte=180),
                name="incidents_site_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FeatureKind(models.TextChoices):
    CAMP = "camp", "a camp"
    BUNKER = "bunker", "a bunker or shelter"
    VEHICLE = "vehicle", "a vehicle"
    ROAD_DAMAGE = "road damage", "damage of a road surface"
    DAMAGE = "damage", "damage of a building"
    GRAVES = "graves", "graves"
    DISTURBED = "disturbed ground", "disturbed ground"
    TRAIN = "refrigerated train", "a refrigerated train"
    PERSONS = "persons", "people, as a group"
    OTHER = "other", "something else"


class Course(models.TextChoices):
    """What is known of how such a thing comes and goes (`evidence.brackets.Course`)."""

    STAYS = "stays", "once it is there it stays, as damage does"
    GOES = "goes", "once it is gone it stays gone"
    FREE = "free", "it may come and go"


class Feature(models.Model):
    """One thing that is or is not at a site. `size` is its smallest extent that has to be resolved, in metres."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="features")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=FeatureKind.choices)
    size = models.FloatField(null=True)
    course = models.CharField(max_length=5, choices=Course.choices, default="free", db_default="free")
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "name"], name="incidents_feature_named_once"),
            models.CheckConstraint(condition=Q(kind__in=FeatureKind.values), name="incidents_feature_kind_known"),
            models.CheckConstraint(condition=Q(course__in=Course.values), name="incidents_feature_course_known"),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__gt=0, size__lt=100_000), name="incidents_feature_size_can_be"
            ),
            models.CheckConstraint(condition=Q(name__gt="", added_by__gt=""), name="incidents_feature_named"),
        ]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """What a picture shows of a feature (`evidence.brackets.State`)."""

    PRESENT = "present", "it is there"
    PARTIAL = "partial", "a part of it is there"
    ABSENT = "absent", "it is not there, and would be seen"
    NOT_VISIBLE = "not visible", "it cannot be made out"
    OBSCURED = "obscured", "something hides it"


class Confidence(models.TextChoices):
    CERTAIN = "certain", "certain"
    PROBABLE = "probable", "probable"
    POSSIBLE = "possible", "possible: it counts for no bracket"


class Observation(models.Model):
    """One person's word on one feature in one picture. A later word of the same person takes the place of the earlier.

    `reported` is what a publisher says that the picture shows, without anybody here having looked: it stands under
    the publisher's name. `blind` is written by the database: True while the observer could not read
    what others had said of this feature in this picture, because he had not yet said anything himself.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    feature = models.ForeignKey(Feature, on_delete=models.PROTECT, related_name="observations")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="observations")
    state = models.CharField(max_length=11, choices=State.choices)
    confidence = models.CharField(max_length=8, choices=Confidence.choices)
    observer = models.CharField(max_length=300)
    reported = models.BooleanField(db_default=False, default=False)
    note = models.TextField(blank=True, default="", db_default="")
    blind = models.BooleanField(db_default=True, default=True)
    entered_by = models.CharField(max_length=200)
    entered_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="incidents_observation_state_known"),
            models.CheckConstraint(
                condition=Q(confidence__in=Confidence.values), name="incidents_observation_confidence_known"
            ),
            models.CheckConstraint(
                condition=Q(observer__gt="", entered_by__gt=""), name="incidents_observation_by_somebody"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["feature", "picture"], name="incidents_observation_of")]

    def __str__(self) -> str:
        return f"{self.observer}: {self.state}"
