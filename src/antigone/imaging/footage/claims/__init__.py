"""What a file says of itself: camera, clock, position, content credentials. Claims, not facts; nothing is fetched.

from antigone.imaging.footage import claims

said = claims.read(data)            # Claims: EXIF, C2PA, sentences
claims.when("2022-07-18T10:30:00")  # what a camera's clock leaves open, as an interval of UTC
"""

from antigone.imaging.footage.claims.clocks import ClocksDisagree, Interval, offset_between, when
from antigone.imaging.footage.claims.credentials import Credentials, CredentialState
from antigone.imaging.footage.claims.reading import Claims, read

__all__ = [
    "Claims",
    "ClocksDisagree",
    "CredentialState",
    "Credentials",
    "Interval",
    "offset_between",
    "read",
    "when",
]
