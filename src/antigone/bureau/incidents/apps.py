from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "antigone.bureau.incidents"
    label = "incidents"
    verbose_name = "Incidents"
