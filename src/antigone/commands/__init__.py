"""The commands of `antigone`, one module a topic; `cli.py` puts them together."""
