from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    name = "antigone.bureau.identification"
    label = "identification"
    verbose_name = "Identification"
