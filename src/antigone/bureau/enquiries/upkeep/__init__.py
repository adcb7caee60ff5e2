"""What the worker does for enquiries: takes in what families leave, sheds what is kept too long, sends notices."""

from antigone.bureau.enquiries.upkeep.running import look_after_enquiries

__all__ = ["look_after_enquiries"]
