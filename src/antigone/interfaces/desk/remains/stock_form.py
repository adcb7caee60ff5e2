"""What somebody saw who went and counted."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.remains.forms import lines_of, numbers_field


class StockForm(DeskForm):
    """Numbers as they were scanned or typed."""

    numbers = numbers_field(
        _("Numbers that you see there"),
        help_text=_("Scan one label after the other; each comes on a line of its own. The order does not matter."),
    )

    file = forms.FileField(
        label=_("Or a photograph of labels"),
        help_text=_("Up to six labels at once are read well. The photograph is not kept."),
        required=False,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "read" in self.data:
            self.fields["numbers"].required = False

    def seen(self) -> list[str]:
        """The numbers, once the form is valid."""
        return lines_of(str(self.cleaned_data["numbers"]))
