from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "antigone.interfaces.desk"
    label = "desk"
    verbose_name = "Desk"
