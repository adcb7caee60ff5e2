from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "antigone.bureau.matching"
    label = "matching"
    verbose_name = "Matching"
