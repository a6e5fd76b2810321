"""The French words of days, months and hours, flat (no accent, no capital), and the patterns built on them."""

import re

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_SHORT_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
_FLAT_MONTHS = (
    ("janvier", "janv", "jan"),
    ("fevrier", "fevr", "fev", "feb"),
    ("mars", "mar"),
    ("avril", "avr", "apr"),
    ("mai", "may"),
    ("juin", "jun"),
    ("juillet", "juil", "jul"),
    ("aout", "aou", "aug"),
    ("septembre", "sept", "sep"),
    ("octobre", "oct"),
    ("novembre", "nov"),
    ("decembre", "dec"),
)
WEEKDAY_OF = {
    **{name: index for index, name in enumerate(DAYS)},
    **{f"{name}s": index for index, name in enumerate(DAYS)},
    **{name: index for index, name in enumerate(_SHORT_DAYS)},
}
MONTH_OF = {name: number for number, names in enumerate(_FLAT_MONTHS, 1) for name in names}
ORDINAL_OF = {
    **dict.fromkeys(("premier", "premiers", "1er", "1ers"), 1),
    **dict.fromkeys(("deuxieme", "deuxiemes", "second", "2e", "2eme"), 2),
    **dict.fromkeys(("troisieme", "troisiemes", "3e", "3eme"), 3),
    **dict.fromkeys(("quatrieme", "quatriemes", "4e", "4eme"), 4),
    **dict.fromkeys(("dernier", "derniers"), -1),
}


def _either(names: object) -> str:
    return "|".join(sorted(names, key=len, reverse=True))  # type: ignore[call-overload]


WEEKDAY = rf"(?:{_either(WEEKDAY_OF)})\b\.?"
MONTH = rf"(?:{_either(MONTH_OF)})\b\.?"
YEAR = r"(?:'?\d{2}|\d{4})"

DAY_CELL = re.compile(
    rf"(?:le )?(?:(?P<weekday>{WEEKDAY})[ ,;:-]{{0,3}})?(?:le )?"
    r"(?:(?P<iso_year>\d{4})[-/.](?P<iso_month>\d{1,2})[-/.](?P<iso_day>\d{1,2})"
    rf"|(?P<number>\d{{1,3}}) ?(?:er|e)?(?:[ .-]{{0,2}}(?P<word>[a-z]{{3,12}})\b\.?)"
    rf"(?:[ ,.-]{{0,2}}(?P<word_year>{YEAR}))?"
    r"|(?P<day>\d{1,2}) ?[/.-] ?(?P<month>\d{1,2})(?: ?[/.-] ?(?P<year>\d{4}|\d{2}))?[/.]?"
    r"|(?P<compact>20\d{6})"
    r"|(?P<bare>\d{1,2})(?:er)?)"
)
RELATIVE = re.compile(
    r"\b(?:aujourd'hui|demain|apres-demain|hier|ce soir|la semaine prochaine|prochain(?:e|s)?|dans \d+ jours?)\b"
)

TIME_CELL = re.compile(
    r"(?:(?P<about>vers|environ|~|des|a partir de) ?)?(?:a |de )?"
    r"(?P<hour>\d{1,2}) ?(?:(?P<mark>heures?|hrs?|h|:|\.|,) ?(?P<minute>\d{2})?(?P<seconds>:\d{2})?)"
    r" ?(?:mn|min)?(?: ?(?P<half>[ap])\.?m\.?| (?P<moment>du (?:matin|soir)|de l'apres-midi))?"
    r"(?: ?(?:-|a|jusqu'a|>) ?(?P<end>\d{1,2} ?(?:h|:) ?(?:\d{2})?))?"
    r"(?: ?(?P<after>environ|precises?))?"
)
