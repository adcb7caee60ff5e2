"""What the bot says to what: searching, asking, coming back with ten words, and the pages of advice.

A dialogue gets the conversation so far and one update, and gives back what is said; it knows nothing of Telegram's
server. Each runs within the one transaction of its update (`bureau.enquiries.telegram.conversations`).
"""

from antigone.interfaces.telegram.dialogue.answering import respond
from antigone.interfaces.telegram.dialogue.talk import FileWanted, Surroundings

__all__ = ["FileWanted", "Surroundings", "respond"]
