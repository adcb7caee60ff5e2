"""A file goes in at the desk: taken in, mapped by a person, previewed, imported, with no request that waits for it.

A file in hand lives in a private folder of its own, `uploads/NUMBER` in the data folder: the file, what is known of it
(``state.json``), how far the work at it has come. The work (reading, previewing, importing) runs in a process of
its own, which holds the folder's lock; so it cannot run twice, it outlives a restart of the desk, and when it is killed
its transaction was never committed and it can be asked for again. When the import is done, or a person drops the file,
the folder goes. A file that nobody touched for a day goes too.
"""

from antigone.interfaces.desk.registrars.importing.uploads import (
    LARGEST_FILE,
    Asked,
    Stage,
    UnknownUpload,
    Upload,
    begin,
    drop,
    in_hand,
    is_running,
    load,
    progress_of,
    save,
    sweep,
    wait,
)

__all__ = [
    "LARGEST_FILE",
    "Asked",
    "Stage",
    "UnknownUpload",
    "Upload",
    "begin",
    "drop",
    "in_hand",
    "is_running",
    "load",
    "progress_of",
    "save",
    "sweep",
    "wait",
]
