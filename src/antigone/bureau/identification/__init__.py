"""Families who gave swabs, samples with their custody, profiles under seal, and how strongly DNA speaks.

Only the laboratory reads genotypes: they are sealed to its key (`sealing`), and only its database role may read the
sealed bytes. Everyone else sees weights.
"""
