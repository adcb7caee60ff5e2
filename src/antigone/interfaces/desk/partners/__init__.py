"""Partners at the desk: who has a key, what it is good for and how much it is used, and whether webhooks arrive.

No page here shows a key but the one answer that gives it out. Keys to records that sources agreed to show partners,
prisoners among them, are given on the bureau's own machine alone: an administrator needs nobody's name, and must not be
able to give himself a key to them.
"""
