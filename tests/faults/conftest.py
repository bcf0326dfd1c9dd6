"""The mail servers and messages of the tests of delivery, for tests of what goes wrong with them."""

from tests.deliver.conftest import certificate, free_port, smtp_settings, smtp_sink, template, variant

__all__ = ["certificate", "free_port", "smtp_settings", "smtp_sink", "template", "variant"]
