from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "antigone.bureau.figures"
    label = "figures"
    verbose_name = "Figures"
