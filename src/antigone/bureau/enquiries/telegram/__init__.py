"""Conversations in Telegram: how far each has got, which updates were taken in, what waits to be said.

A chat is known by a keyed hash, a conversation and a waiting message stand under seal, and all of it is short-lived
(migration 0005). The bot uses `conversations` and `outgoing`, the worker `news`.
"""
