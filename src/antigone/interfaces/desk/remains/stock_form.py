"""What somebody saw who went and counted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.remains.forms import lines_of, numbers_field


class StockForm(DeskForm):
    """Numbers as they were scanned or typed."""

    numbers = numbers_field(
        _("Numbers that you see there"),
        help_text=_("Scan one label after the other; each comes on a line of its own. The order does not matter."),
    )

    def seen(self) -> list[str]:
        """The numbers, once the form is valid."""
        return lines_of(str(self.cleaned_data["numbers"]))
