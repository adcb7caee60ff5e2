"""Deciding who somebody is: a comparison per identifier, a proposal, another person's signature.

The engine proposes matches; nothing here is decided by a program. The rule table stands in the database (migration
0003), so that no way past these actions leads to a signed identification.
"""
