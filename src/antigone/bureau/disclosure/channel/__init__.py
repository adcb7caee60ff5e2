"""The channel in Telegram: what two people let be read by everybody, and nothing that names anybody.

The desk writes, signs, schedules and withdraws (`actions`, `queries`); the bot brings the channel to where the desk
wants it (`delivery`). The database holds the second signature, and that nothing stands there which may not (migration
0005).
"""
