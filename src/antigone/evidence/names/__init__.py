"""Names across scripts: how strongly do two spellings speak for one person?"""

from antigone.evidence.names.romanisation import RomanisationScheme, romanise

__all__ = ["RomanisationScheme", "romanise"]
