"""What a family is told: drafted from a template, read by a second person, delivered by a person, one at a time."""

from antigone.bureau.enquiries.telling.templates import TEMPLATES, Template, template_text

__all__ = ["TEMPLATES", "Template", "template_text"]
