"""``python -m antigone`` is the command ``antigone``."""

from antigone.cli import main

main()
