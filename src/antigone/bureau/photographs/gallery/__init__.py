"""The families' gallery: what two people release of photographs so that somebody may recognise it.

A `Release` is a publication decision about one signed copy (`Redaction`): proposed by one person, signed by another,
taken back at once by anybody who works on cases. What it lets out stands in the published schema, from which the
website reads (`bureau.disclosure.gallery`).
"""
