"""Families ask: enquiries, receipts, messages both ways, and what a family is told.

An enquirer's contact and messages are sealed to a key of the enquiry's own. That key opens with the receipt, which only
the family has, or in the vault, a process apart that asks a reason and writes the event before it answers.

The families' website uses `intake` and `receipts` with the plain values of `values`; the desk `actions`, `queries`,
`telling` and `vault_client`; the worker uses `upkeep`; the vault alone uses `opening`.
"""
