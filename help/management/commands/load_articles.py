"""The articles delivered with the portal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.management.at import add_at, chosen
from help.services import articles


class Command(BaseCommand):
    """`manage.py load_articles [--at]`."""

    help = "Loads the help articles delivered with the portal. What staff edited is left as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--at`."""
        add_at(parser)

    def handle(self, *_: Any, **options: Any) -> None:
        """Load, then one summary line."""
        self.stdout.write(f"loaded: {articles.load(now=chosen(options))}")
