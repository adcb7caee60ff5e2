"""Makes the pictures of docs/story.md: ``python -m tests.story.pictures``.

The story's test walks as always, with words that can be shown, and keeps a picture of each main moment.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
#: Colours of a picture; screens of text need no more.
_COLOURS = 48
_LARGEST = 80_000


def main() -> int:
    """See the head of this file; gives the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANTIGONE_STORY_PICTURES"] = folder
        status = pytest.main(["-q", "-p", "no:cacheprovider", str(Path(__file__).parent)])
        if status:
            return int(status)
        for path in sorted(Path(folder).glob("story-*.png")):
            kept = PICTURES / path.name
            with Image.open(path) as picture:
                picture.convert("RGB").quantize(_COLOURS).save(kept, optimize=True)
            print(f"{kept.relative_to(PICTURES.parents[1])}: {kept.stat().st_size:,} bytes")
            if kept.stat().st_size > _LARGEST:
                print(f"{kept.name} is larger than {_LARGEST:,} bytes", file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
