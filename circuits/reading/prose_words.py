"""Words of prose, flat: those that only link, those that begin no title, those that label a film or a price."""

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


LINKS = _set(
    "a au aux le la les l' de du des d' et en puis ou sur pour avec dans par vers chez un une ce cette notre nos "
    "film films titre seance seances projection projections tarif tarifs prix entree entrees heure heures "
    "horaire horaires "
    "date dates jour jours lieu lieux jauge place places version duree plein normal unique reduit reduits sera seront "
    "est sont aura auront tous toutes toute tout mois programme suivante suivantes suivant y compris minutes min h "
    "er titree titres vost vo vf commune village ville adulte adultes enfant enfants ans moins ensuite sous "
    "reservation reservations renseignement renseignements contact tel infos info"
)
DROP_AT_END = _set("a au aux le la les l' de du des d' et en puis ou vers pour dans sur sera est ce")
DROP_AT_START = _set("et puis ensuite ou")
OPENERS = _set("un le les l' du de tous toutes chaque sauf excepte hormis relache hors pas")
BREAKS = frozenset(",;:()[]|•·*/–—→>\t…►▪■●☐✓★=_~#")
TRIM = " \t\n,;:-–—|•·*()[]/→>…\u00a0"

FILM_LABEL = re.compile(
    r"(?:(?:projection|seance|diffusion) (?:du |de )?)?(?:le |du |au programme ?:? ?)?films? ?:? ?(?=\S)"
    r"|titre ?:? (?=\S)|au programme ?:? (?=\S)|projection de (?=\S)"
)
NOT_A_TITLE = re.compile(
    r"(?:(?:sur )?reservations?|renseignements?|infos?|ouverture|buvette|en presence|suivie?|precedee?|debats?"
    r"|rencontre|gouter|apero|repas|bonjour|bonsoir|chers?|cheres?|cordialement|merci|a bientot|l'equipe|tout public"
    r"|a partir|sur place|organisee?|avec l[ae]|venez|attention|programme|plein air|en plein air|inscriptions?|contact"
    r"|tel|telephone|entree|tarifs?|nous|voici|vous|ps|nb|objet|seances?|projections?|cine-|cinema itinerant|circuit"
    r"|bien a vous|amicalement|salutations|en cas de|sous reserve|dates?|horaires?|lieux?|retrouvez|animation"
    r"|restauration|proposee?s?|signe|bon film)\b"
)
USEFUL = re.compile(
    r"en presence|suivie?|precedee?|debats?|rencontre|gouter|apero|repas|tout public|a partir|plein air|en plein air"
    r"|cine-|buvette|animation|restauration|avec l[ae]|reservations?|sur reservations?|ouverture"
)
REDUCED = re.compile(r"(?:reduite?s?|t\.?r\.?|enfants?|jeunes?|moins de \d+ ans|adherents?)\W*$")
REDUCED_AFTER = re.compile(
    r"\s{0,2}[(:]?\s?(?:en |au )?(?:tarif )?(?:reduite?|t\.r\.|tr\b|enfants?|jeunes?|moins de|- ?de"
    r"|pour les (?:moins|enfants|jeunes))"
)
VERSION = re.compile(
    r"v\.?o\.?(?:[ -]?st(?:fr|f)?)?\.?|v\.?f\.?(?:st)?|vof|version (?:originale|francaise)(?: sous[- ]titree)?"
)
