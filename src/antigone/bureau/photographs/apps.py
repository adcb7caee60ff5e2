from django.apps import AppConfig


class PhotographsConfig(AppConfig):
    name = "antigone.bureau.photographs"
    label = "photographs"
    verbose_name = "Photographs"
