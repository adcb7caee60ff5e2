"""The families' website: plain HTML that asks nothing of the reader's machine and keeps nothing of the reader."""
