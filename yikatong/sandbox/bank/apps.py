"""The one application of the sandbox bank's Django project."""

from django.apps import AppConfig


class SandboxBank(AppConfig):
    name = "yikatong.sandbox.bank"
    label = "sandbox_bank"
    verbose_name = "沙箱银行"
    default_auto_field = "django.db.models.BigAutoField"
