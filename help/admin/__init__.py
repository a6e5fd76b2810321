"""What staff do about the help; importing a module registers its records."""

from help.admin import articles, support, webinars

__all__ = ["articles", "support", "webinars"]
