"""Reads of the directory of schools."""

from core.text import fold
from schools import uai
from schools.models import Institution

SHORTEST = 2
MAX_WORDS = 6


def words(*, query: str) -> list[str]:
    """What is looked for, folded; nothing while too little is typed."""
    folded = fold(query)
    return folded.split()[:MAX_WORDS] if len(folded) >= SHORTEST else []


def matching(*, query: str, limit: int = 8) -> list[Institution]:
    """Schools whose name, commune, postal code or UAI hold every word that was typed, by name. One query."""
    wanted = words(query=query)
    if not wanted:
        return []
    found = Institution.objects.order_by("name", "commune", "pk")
    for word in wanted:
        found = found.filter(search_text__contains=word)
    return list(found[:limit])


def by_uai(*, raw: str) -> Institution | None:
    """The school of a UAI, typed with or without spaces."""
    code = uai.normalise(raw)
    return Institution.objects.filter(uai=code).first() if uai.is_valid(code) else None


def is_meant(*, institution: Institution, query: str) -> bool:
    """Do these words still speak of this school? A choice does not outlive the words it answered."""
    return all(word in institution.search_text for word in words(query=query))
