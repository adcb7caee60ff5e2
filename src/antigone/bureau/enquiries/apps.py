from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "antigone.bureau.enquiries"
    label = "enquiries"
    verbose_name = "Enquiries"
