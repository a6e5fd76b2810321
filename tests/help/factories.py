"""Articles, webinars, messages: `ArticleFactory(draft=True)`, `RegistrationFactory(webinar=…)`, `MessageFactory()`."""

from datetime import timedelta
from typing import Any

import factory

from core.text import fold
from help.models import Article, SupportMessage, Webinar, WebinarPattern, WebinarRegistration
from help.services.support import draw_reference
from help.states import ArticleStatus, Collection, SupportStatus, Topic
from tests.accounts.factories import UserFactory
from tests.support.moments import ago, ahead


class PatternFactory(factory.django.DjangoModelFactory[WebinarPattern]):
    """First and third Thursday at 14:00."""

    class Meta:
        model = WebinarPattern


class WebinarFactory(factory.django.DjangoModelFactory[Webinar]):
    """A webinar in ten days, for an hour, with seats."""

    class Meta:
        model = Webinar

    class Params:
        full = factory.Trait(capacity=1, taken=1)
        past = factory.Trait(starts_at=factory.LazyFunction(lambda: ago(days=10)))
        called_off = factory.Trait(
            cancelled_at=factory.LazyFunction(lambda: ago(days=1)),
            cancel_reason="Notre animatrice est absente.",
        )

    slot = factory.Sequence(lambda n: f"{2_000 + n // 12:04d}-{n % 12 + 1:02d}/9")
    title = "Webinaire d’accueil des nouveaux partenaires"
    starts_at = factory.LazyFunction(lambda: ahead(days=10))
    ends_at = factory.LazyAttribute(lambda made: made.starts_at + timedelta(hours=1))
    capacity = 200
    meeting_url = "https://visio.example/accueil"
    planned_at = factory.LazyFunction(lambda: ago(days=60))
    updated_at = factory.LazyAttribute(lambda made: made.planned_at)


class RegistrationFactory(factory.django.DjangoModelFactory[WebinarRegistration]):
    """Somebody comes, and the seat is counted."""

    class Meta:
        model = WebinarRegistration
        skip_postgeneration_save = True

    webinar = factory.SubFactory(WebinarFactory)
    user = factory.SubFactory(UserFactory)
    registered_at = factory.LazyFunction(lambda: ago(days=20))

    @factory.post_generation
    def seat(self: Any, create: bool, extracted: Any, **_: Any) -> None:
        """One seat less, unless it was given back."""
        if create and self.cancelled_at is None:
            live = self.webinar.registrations.filter(cancelled_at=None)
            Webinar.objects.filter(pk=self.webinar.pk).update(taken=live.count())


class MessageFactory(factory.django.DjangoModelFactory[SupportMessage]):
    """A message that waits."""

    class Meta:
        model = SupportMessage

    reference = factory.LazyFunction(draw_reference)
    name = "Camille Varenne"
    email = factory.Sequence(lambda n: f"auteur{n}@circuit.example")
    topic = Topic.OFFERS
    body = "Je ne trouve pas ma salle."
    status = SupportStatus.NEW
    created_at = factory.LazyFunction(lambda: ago(days=2))


class ArticleFactory(factory.django.DjangoModelFactory[Article]):
    """A published article; `draft=True` for one that only staff see."""

    class Meta:
        model = Article

    class Params:
        draft = factory.Trait(status=ArticleStatus.DRAFT, published_at=None)

    title = factory.Sequence(lambda n: f"Article {n}")
    slug = factory.Sequence(lambda n: f"article-{n}")
    summary = "Une phrase."
    body = "## Première partie\n\nDu texte.\n\n## Seconde partie\n\nEncore."
    collection = Collection.CINEMA
    status = ArticleStatus.PUBLISHED
    search_title = factory.LazyAttribute(lambda made: fold(made.title))
    search_text = factory.LazyAttribute(lambda made: fold(f"{made.title} {made.summary} {made.body}"))
    created_at = factory.LazyFunction(lambda: ago(days=3))
    published_at = factory.LazyFunction(lambda: ago(days=2))
    updated_at = factory.LazyFunction(lambda: ago(days=1))
