"""FollowTheMoney entities, one JSON object a line, as yente and OpenSanctions' tools read and write them.

with open_entities(path) as file:
    rows_of(file, kind=RecordKind.MISSING)
"".join(map(entity_line, people))
"""

from antigone.interfaces.exchange.ftm.reading import EntityFile, open_entities, rows_of
from antigone.interfaces.exchange.ftm.writing import DATASET, Entity, entity_line

__all__ = ["DATASET", "Entity", "EntityFile", "entity_line", "open_entities", "rows_of"]
