"""Articles, webinars, messages to the team."""

from help.models.articles import Article
from help.models.support import SupportMessage
from help.models.webinars import Webinar, WebinarPattern, WebinarRegistration

__all__ = ["Article", "SupportMessage", "Webinar", "WebinarPattern", "WebinarRegistration"]
