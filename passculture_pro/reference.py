"""What the portal needs to find in its database before anyone comes: staff groups, help articles, webinars."""

from datetime import datetime

from accounts.services import staff
from help.services import articles, webinars


def load(*, now: datetime) -> None:
    """Write what is missing, and leave what people changed. Safe at every start."""
    staff.define_groups()
    articles.load(now=now)
    webinars.ensure_pattern(now=now)
    webinars.plan(now=now)
