"""What the register of remains keeps.

The unit is the part; a body is an assembly of parts. An `Act` is what people did and signed; a `CustodyEvent` is what
it did to one part. Both only grow. What stands on `Part` itself of its place is the newest event once more, kept by the
database, so that the next event can be judged; every count is made from the events.
"""

from antigone.bureau.remains.models.acts import Act, CustodyEvent, Holder, MembershipEvent, Offer, ProposedMove, Verb
from antigone.bureau.remains.models.descriptions import DescriptionEntry, Inventory
from antigone.bureau.remains.models.effects import Packet, PacketEvent, PacketState
from antigone.bureau.remains.models.examinations import ExaminationLine, Step, Subject
from antigone.bureau.remains.models.parts import Body, GivenNumber, Part, Recovery
from antigone.bureau.remains.models.places import Place, PlaceKind, Stocktake, Temperature
from antigone.bureau.remains.models.scenes import PartPhotograph, SceneEntry
from antigone.bureau.remains.models.transfers import SignedPaper, Transfer, TransferLine

__all__ = [
    "Act",
    "Body",
    "CustodyEvent",
    "DescriptionEntry",
    "ExaminationLine",
    "GivenNumber",
    "Holder",
    "Inventory",
    "MembershipEvent",
    "Offer",
    "Packet",
    "PacketEvent",
    "PacketState",
    "Part",
    "PartPhotograph",
    "Place",
    "PlaceKind",
    "ProposedMove",
    "Recovery",
    "SceneEntry",
    "SignedPaper",
    "Step",
    "Stocktake",
    "Subject",
    "Temperature",
    "Transfer",
    "TransferLine",
    "Verb",
]
