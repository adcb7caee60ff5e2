"""What staff see of pictures for relatives, and of enquiries that came from the gallery. Never a sealed byte."""

from __future__ import annotations

from uuid import UUID

from antigone.bureau.enquiries.pictures.values import Grant, Grantable, KnowingEnquiry
from antigone.bureau.enquiries.statements import first_row, rows
from antigone.bureau.enquiries.values import FAMILIES

_GRANTS = """
    SELECT p.number, p.photograph, p.because,
        CASE WHEN p.ended_by <> '' OR p.until < current_date THEN 'ended' WHEN p.signed_by <> '' THEN 'open'
            ELSE 'granted' END,
        p.granted_by, p.granted_on, p.until, p.signed_by, p.ended_by,
        (SELECT count(*) FROM intake.look l WHERE l.picture = p.number)
    FROM intake.picture p WHERE p.enquiry = %s ORDER BY p.granted_on DESC, p.number
"""
_GRANTABLE = """
    SELECT p.public_id, p.shows, p.sensitivity
    FROM intake.enquiry e JOIN LATERAL (
        SELECT i.found_id AS record FROM identification_identification i
            WHERE i.sought_id = e.record_id AND i.state = 'signed'
        UNION SELECT CASE WHEN m.left_id = e.record_id THEN m.right_id ELSE m.left_id END FROM matching_match m
            WHERE (m.left_id = e.record_id OR m.right_id = e.record_id) AND m.state NOT IN ('excluded', 'superseded')
        ) AS found ON true
    JOIN photographs_photograph p ON p.record_id = found.record
    WHERE e.id = %s AND p.withdrawn_on IS NULL AND intake.may_be_granted(e.id, p.public_id)
    ORDER BY p.id LIMIT 50
"""
_KNOWING = """
    SELECT e.id, e.left_on FROM intake.enquiry e JOIN registry_record r ON r.id = e.record_id
    JOIN registry_source s ON s.id = r.source_id
    WHERE s.name = %s AND e.state NOT IN ('withdrawn', 'erased') AND position(%s IN r.circumstances) > 0
    ORDER BY e.left_on, e.id LIMIT 100
"""


def grants_of(enquiry: UUID) -> tuple[Grant, ...]:
    """Every grant of an enquiry, the newest first."""
    return tuple(Grant(*row) for row in rows(_GRANTS, [enquiry]))


def grantable(enquiry: UUID) -> tuple[Grantable, ...]:
    """Photographs that may be granted to this family now."""
    return tuple(Grantable(*row) for row in rows(_GRANTABLE, [enquiry]))


def enquiry_of_grant(number: UUID) -> UUID | None:
    """The enquiry for which a picture was granted."""
    row = first_row("SELECT enquiry FROM intake.picture WHERE number = %s", [number])
    return row[0] if row else None


def enquiries_that_know(code: str) -> tuple[KnowingEnquiry, ...]:
    """Enquiries of families who think that they know the thing of this code, as people write it; the oldest first."""
    return tuple(KnowingEnquiry(*row) for row in rows(_KNOWING, [FAMILIES, code]))
