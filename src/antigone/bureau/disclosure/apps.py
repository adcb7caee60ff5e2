from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "antigone.bureau.disclosure"
    label = "disclosure"
    verbose_name = "Disclosure"
