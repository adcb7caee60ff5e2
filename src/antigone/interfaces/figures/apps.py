from django.apps import AppConfig


class FiguresPagesConfig(AppConfig):
    name = "antigone.interfaces.figures"
    label = "figures_pages"
    verbose_name = "Pages of figures"
