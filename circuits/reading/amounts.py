"""Prices in cents, seats, versions and durations as people write them. Blank means "as usual", never zero."""

import re
from datetime import datetime, time

from circuits.reading.sheets import CellValue
from circuits.reading.texts import flat
from circuits.reading.values import (
    Field,
    Note,
    Origin,
    Problem,
    Read,
    Seats,
    Span,
    note,
    problem,
    quoted,
    refused,
    typed,
)
from core.money import parse_euros, show_euros

MAX_PRICE = 30_000
MAX_SEATS = 100_000
MAX_MINUTES = 900
_AMOUNT = re.compile(
    r"(?<![\d.,])[-+]?(?:\d{1,3}(?: \d{3})+|\d{1,7})(?:[.,]\d{1,9})?(?: ?(?:€|euros?\b|eur\b)"
    r"(?: ?\d{2}(?![\d.,])(?! ?(?:€|eur)))?)?"
)
_FREE = re.compile(
    r"(?:entree |acces |seance )?(?:gratuite?s?|libre|libre et gratuite?|offerte?)(?: pour tous)?"
)
_AT_WILL = re.compile(r"prix libre|libre participation|participation libre|au chapeau|a prix libre|don\b")
_PRICE_WORDS = re.compile(
    r"\b(?:tarifs?|prix|plein|normal|unique|entree|adultes?|enfants?|reduite?s?"
    r"|moins de \d+ ans|-\d+ ans|jeunes?|t\.?p\.?"
    r"|t\.?r\.?|la place|par personne|places?|et|ou|puis|pour|les|le|la|de|a)(?![a-z0-9])"
)
_AGES = re.compile(r"(?:- ?|moins )(?:de )?\d{1,2} ans")
_REDUCED_BEFORE = re.compile(r"\b(?:reduite?s?|t\.?r\.?|enfants?|jeunes?|moins de \d+ ans)\W*$")
_REDUCED_AFTER = re.compile(
    r"^\W{0,2}(?:tarif |pour les )?\b(?:reduite?s?|t\.?r\.?\b|enfants?|jeunes?|moins de)"
)
_SEATS = re.compile(
    r"(?:jauge|capacite|max(?:imum)?|env(?:iron)?)?\.? ?:? ?([-+]?\d{1,3}(?: \d{3}){1,2}|[-+]?\d{1,9}(?:[.,]\d{1,9})?)"
    r" ?(?:places?|pl|personnes?|pers|p|sieges?|fauteuils?)?\.?(?: max(?:imum)?\.?)?"
)
_UNLIMITED = re.compile(r"illimitee?s?|sans limite|pas de limite|non limitee?s?|∞|libre")
_DURATION = re.compile(
    r"(?:duree ?:? ?)?(?:(?P<h>\d{1,2}) ?(?:h|:|heures?) ?(?:(?P<m>\d{1,2}) ?(?:mn|min|minutes?|')?)?"
    r"|(?P<only>\d{1,3}) ?(?:mn|min|minutes?|'|’)?)\.?"
)
_VERSIONS = {
    **dict.fromkeys(
        ("vo", "vost", "vostf", "vostfr", "vosta", "vo st", "vo stfr", "vosf", "version originale"), "VO"
    ),
    **dict.fromkeys(("version originale sous titree", "version originale sous titree francais"), "VO"),
    **dict.fromkeys(("vf", "version francaise", "vof", "francais", "film francais"), "VF"),
}
_SUBTITLED = {"vfst", "vfstf", "vf st", "vfsme", "vf sme", "vf sous titree", "vofst", "vofstf"}


def read_price(text: str) -> tuple[Read[int], Read[int]]:
    """The price and the reduced price of one cell, in cents."""
    raw = text.strip()
    low = flat(raw).strip(" .;:")
    if not raw:
        return Read(), Read()
    if low in ("-", "/", "idem usuel", "habituel", "tarif habituel", "usuel"):
        return Read(
            None,
            raw,
            (Span(0, len(raw)),),
            None,
            (note("usual_price", "Le tarif habituel s’applique."),),
            Origin.TYPED,
        ), Read()
    if _AT_WILL.search(low):
        return refused(
            raw,
            _wrong(
                "free_amount",
                f"{quoted(raw)} n’est pas un tarif.",
                "Écrivez un montant, ou 0 € si l’entrée est gratuite.",
            ),
        ), Read()
    if _FREE.fullmatch(_bare(low)) or _FREE.fullmatch(low):
        return typed(0, raw, note("free", f"{quoted(raw)} est lu 0 €.")), Read()
    shown = _AGES.sub(lambda age: " " * len(age.group()), flat(raw))
    amounts = list(_AMOUNT.finditer(shown))
    if len(amounts) == 2 and not _leftover(shown, amounts):
        return _two(raw, amounts)
    if len(amounts) == 1 and not _leftover(shown, amounts):
        return _one(raw, amounts[0]), Read()
    return refused(raw, _unreadable(raw, low, len(amounts))), Read()


def _bare(low: str) -> str:
    return " ".join(re.sub(r"^(?:tarif|prix)s? ?:? ?", "", low).split())


def _leftover(low: str, amounts: list[re.Match[str]]) -> str:
    """What is written beside amounts and the usual words about them."""
    rest = low
    for match in reversed(amounts):
        rest = rest[: match.start()] + " " + rest[match.end() :]
    return re.sub(r"[\s/,;:()+|.-]|€|euros?", "", _PRICE_WORDS.sub(" ", rest))


def _one(raw: str, match: re.Match[str]) -> Read[int]:
    cents, wrong = _cents(match.group())
    if wrong:
        return refused(raw, wrong)
    return Read(cents, raw, (Span(*match.span()),), None, (), Origin.TYPED)


def _two(raw: str, amounts: list[re.Match[str]]) -> tuple[Read[int], Read[int]]:
    values = [_cents(match.group()) for match in amounts]
    for _, wrong in values:
        if wrong:
            return refused(raw, wrong), Read()
    full, reduced = _which_is_reduced(flat(raw), amounts, [cents or 0 for cents, _ in values])
    shown = [show_euros(cents or 0) for cents, _ in values]
    said = note("two_prices", f"Deux tarifs lus : {shown[full]}, et {shown[reduced]} en tarif réduit.")
    reads = [
        Read(values[at][0], raw, (Span(*amounts[at].span()),), None, (said,), Origin.TYPED)
        for at in (full, reduced)
    ]
    return reads[0], reads[1]


def _which_is_reduced(low: str, amounts: list[re.Match[str]], cents: list[int]) -> tuple[int, int]:
    """Indexes of the full and the reduced price: by its label, else the lower one."""
    between = low[amounts[0].end() : amounts[1].start()]
    if _REDUCED_BEFORE.search(low[: amounts[0].start()]):
        return 1, 0
    if _REDUCED_BEFORE.search(between) or _REDUCED_AFTER.search(low[amounts[1].end() :]):
        return 0, 1
    if _REDUCED_AFTER.search(between):
        return 1, 0
    return (1, 0) if cents[0] < cents[1] else (0, 1)


def _cents(shown: str) -> tuple[int | None, Problem | None]:
    """Cents of one amount, `4€50` included."""
    text = re.sub(r" ?(?:€|euros?|eur) ?(\d{2})$", r",\1", shown.strip())
    bare = text.lstrip("+-")
    cents = parse_euros(bare)
    if cents is None:
        rounded = re.sub(r"([.,]\d\d)\d+", r"\1", bare)
        near = parse_euros(rounded)
        return None, _wrong(
            "not_a_price",
            f"{quoted(shown)} a trop de décimales.",
            f"Écrivez {show_euros(near) if near is not None else '4,50 €'}.",
        )
    if text.startswith("-"):
        return None, _wrong(
            "negative_price", "Un tarif ne peut pas être négatif.", f"Écrivez {show_euros(cents)}."
        )
    if cents > MAX_PRICE:
        right = show_euros(cents // 100) if cents % 100 == 0 and cents // 100 <= MAX_PRICE else "4,50 €"
        return None, _wrong(
            "price_too_high",
            f"{show_euros(cents)} dépasse 300 € : c’est le plus haut tarif possible.",
            f"Vouliez-vous écrire {right} ?",
        )
    return cents, None


def _unreadable(raw: str, low: str, amounts: int) -> Problem:
    if amounts > 2:
        return _wrong(
            "too_many_prices",
            f"{quoted(raw)} donne plus de deux tarifs.",
            "Écrivez le tarif plein, puis le tarif réduit : 5 € / 3,50 €.",
        )
    near = low.translate(str.maketrans("olis", "0115"))
    cents = parse_euros(near) if any(letter.isdigit() for letter in low) else None
    if re.search(r"[$£]|\bchf\b|\bdollars?\b", low):
        return _wrong(
            "not_euros",
            f"{quoted(raw)} n’est pas en euros.",
            "Écrivez un montant en euros, par exemple 4,50 €.",
        )
    right = show_euros(cents) if cents is not None and cents <= MAX_PRICE else "par exemple 4,50 €"
    return _wrong("not_a_price", f"{quoted(raw)} n’est pas un tarif.", f"Écrivez {right}.")


def _wrong(code: str, message: str, remedy: str, about: Field = Field.PRICE) -> Problem:
    return problem(code, about=about, message=message, remedy=remedy)


def read_seats(text: str) -> Read[Seats]:
    """How many may come: a number, or `unlimited`."""
    raw = text.strip()
    low = flat(raw).strip(" .;:")
    if not raw or low == "-":
        return Read()
    if _UNLIMITED.fullmatch(low):
        return typed("unlimited", raw)
    match = _SEATS.fullmatch(low)
    if not match:
        return refused(
            raw,
            _wrong(
                "not_seats", f"{quoted(raw)} n’est pas un nombre de places.", _seats_remedy(low), Field.SEATS
            ),
        )
    shown = match[1].replace(" ", "")
    if "," in shown or "." in shown:
        return _seats_with_decimals(raw, shown)
    return _whole_seats(raw, int(shown), about=("env" in low))


def _whole_seats(raw: str, number: int, *, about: bool) -> Read[Seats]:
    if number <= 0:
        right = (
            f"Écrivez {-number}."
            if number
            else "Écrivez 1 ou plus, ou laissez vide pour la jauge habituelle."
        )
        word = "être nul" if number == 0 else "être négatif"
        return refused(
            raw, _wrong("seats_too_few", f"Le nombre de places ne peut pas {word}.", right, Field.SEATS)
        )
    if number > MAX_SEATS:
        return refused(
            raw,
            _wrong(
                "seats_too_many",
                f"{quoted(raw)} dépasse 100 000 places.",
                "Écrivez par exemple 80, ou « illimité ».",
                Field.SEATS,
            ),
        )
    said: tuple[Note, ...] = (
        (note("about_seats", "Le nombre de places est donné à peu près : il est gardé tel quel."),)
        if about
        else ()
    )
    return typed(number, raw, *said)


def _seats_with_decimals(raw: str, shown: str) -> Read[Seats]:
    whole, decimals = re.split(r"[.,]", shown, maxsplit=1)
    if not decimals.strip("0"):
        return _whole_seats(raw, int(whole), about=False)
    return refused(
        raw,
        _wrong(
            "seats_decimals", "Un nombre de places est entier.", f"Écrivez {whole.lstrip('+-')}.", Field.SEATS
        ),
    )


def _seats_remedy(low: str) -> str:
    digits = re.search(r"\d{1,5}", low)
    return (
        f"Écrivez {int(digits.group())}."
        if digits and int(digits.group())
        else "Écrivez un nombre, par exemple 80, ou « illimité »."
    )


def read_version(text: str) -> Read[str]:
    """`VO` or `VF`."""
    raw = text.strip()
    low = " ".join(re.sub(r"[.()\-_/+]", " ", flat(raw)).split())
    joined = low.replace(" ", "")
    if not low:
        return Read()
    if low in _SUBTITLED or joined in _SUBTITLED:
        return typed("VF", raw, note("subtitled", "Version française sous-titrée : elle est lue VF."))
    if found := _VERSIONS.get(low) or _VERSIONS.get(joined):
        return typed(found, raw)
    return refused(
        raw,
        _wrong(
            "not_a_version",
            f"{quoted(raw)} n’est pas une version connue.",
            "Écrivez VO ou VF, ou laissez vide.",
            Field.VERSION,
        ),
    )


def read_duration(text: str, *, value: CellValue = None) -> Read[int]:
    """Minutes."""
    raw = text.strip()
    if not raw:
        return Read()
    if isinstance(value, time) and not isinstance(value, datetime):
        return _minutes(raw, value.hour * 60 + value.minute)
    match = _DURATION.fullmatch(flat(raw))
    if not match:
        return _minutes(raw, 0)
    if match["only"]:
        return _minutes(raw, int(match["only"]))
    minutes = int(match["m"] or 0)
    return _minutes(raw, int(match["h"]) * 60 + minutes if minutes < 60 else 0)


def _minutes(raw: str, minutes: int) -> Read[int]:
    if not 1 <= minutes <= MAX_MINUTES:
        return refused(
            raw,
            _wrong(
                "not_a_duration",
                f"{quoted(raw)} n’est pas une durée.",
                "Écrivez par exemple 1h35 ou 95 min.",
                Field.DURATION,
            ),
        )
    return typed(minutes, raw)
