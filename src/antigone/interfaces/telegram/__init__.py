"""The bot and the channel in Telegram: a door for families beside the website, with the same rules behind it."""
