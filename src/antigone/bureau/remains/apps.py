from django.apps import AppConfig


class RemainsConfig(AppConfig):
    name = "antigone.bureau.remains"
    label = "remains"
    verbose_name = "Remains"
