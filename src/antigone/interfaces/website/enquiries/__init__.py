"""Families ask, and come back with ten words: the form, the receipt, and the page that the receipt opens.

Nothing here writes a name, a word or a photograph anywhere but into `bureau.enquiries.intake`.
"""
