from django.apps import AppConfig


class TelegramConfig(AppConfig):
    name = "antigone.interfaces.telegram"
    label = "telegram_bot"
    verbose_name = "Telegram"
