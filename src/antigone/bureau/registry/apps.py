from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "antigone.bureau.registry"
    label = "registry"
    verbose_name = "Registry"
