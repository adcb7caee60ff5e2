"""The ledger: every act is an event, and nobody rewrites history unseen.

Other rooms of the bureau need these four; they may be imported before Django's apps are ready. The
sequencer, the verifier and the proofs are for the server and the command line: modules `sequencer`,
`verify`, `queries`, `notes`.
"""

from antigone.bureau.ledger.actions import action, record_event
from antigone.bureau.ledger.values import JSON, Actor, LedgerError, Subject

__all__ = ["JSON", "Actor", "LedgerError", "Subject", "action", "record_event"]
