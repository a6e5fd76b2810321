"""Which article explains which screen. A test walks the portal and fails on a screen without one."""

START = "sinscrire-et-comprendre-le-pass-culture"
CINEMA = "cinema-proposer-vos-offres"
ITINERANT = "cinema-itinerant-pas-a-pas"
ALLOCINE = "importer-ses-seances-depuis-allocine"
REDUCED = "tarif-reduit-pour-un-evenement"
BOOKINGS = "suivre-ses-reservations-individuelles"
DESK = "valider-un-code-au-guichet"
DATES = "annuler-deplacer-une-seance"
TERMS = "determiner-ses-modalites-de-remboursement"
TRANSFERS = "acceder-a-la-liste-de-ses-remboursements"
BANK = "deposer-et-rattacher-un-compte-bancaire"
SCHOOLS = "le-pass-culture-pour-les-groupes-scolaires"
REFERENCING = "demander-le-referencement"
CLASS_OFFER = "creer-une-offre-pour-une-classe"

#: Route of a page → its article.
ARTICLES = {
    "front": START,
    "home": START,
    "accounts:sign_in": START,
    "accounts:sign_out": START,
    "accounts:sign_up": START,
    "accounts:check_mailbox": START,
    "accounts:confirm": START,
    "accounts:forgotten": START,
    "accounts:reset_sent": START,
    "accounts:reset_confirm": START,
    "venues:search": START,
    "venues:confirm": START,
    "venues:list": START,
    "venues:detail": START,
    "offers:list": CINEMA,
    "offers:create": CINEMA,
    "offers:new_description": CINEMA,
    "offers:detail": CINEMA,
    "offers:description": CINEMA,
    "offers:place": ITINERANT,
    "offers:dates": REDUCED,
    "offers:summary": CINEMA,
    "offers:circuits": ITINERANT,
    "bookings:list": BOOKINGS,
    "bookings:detail": BOOKINGS,
    "bookings:of_offer": BOOKINGS,
    "bookings:move_place": DATES,
    "bookings:move_date": DATES,
    "bookings:withdraw_date": DATES,
    "bookings:desk": DESK,
    "finance:index": TRANSFERS,
    "finance:transfers": TRANSFERS,
    "finance:transfer": TRANSFERS,
    "finance:statements": TRANSFERS,
    "finance:bank_accounts": BANK,
    "finance:deposit": BANK,
    "finance:resubmit": BANK,
    "finance:detach": BANK,
    "finance:revenue": TERMS,
    "finance:terms": TERMS,
    "help:webinars": START,
    "schools:offers": SCHOOLS,
    "schools:offer": CLASS_OFFER,
    "schools:create": CLASS_OFFER,
    "schools:edit": CLASS_OFFER,
    "schools:referencing": REFERENCING,
    "schools:referencing_start": REFERENCING,
    "schools:referencing_project": REFERENCING,
    "schools:referencing_interventions": REFERENCING,
    "schools:referencing_pieces": REFERENCING,
    "schools:referencing_sending": REFERENCING,
}
#: Links that a screen shows under their own title.
NAMED = {
    "front": (START,),
    "accounts:sign_in": (START,),
    "accounts:sign_up": (START,),
    "offers:list": (CINEMA, ALLOCINE, REDUCED),
    "offers:create": (CINEMA, ALLOCINE, REDUCED),
    "bookings:list": (BOOKINGS,),
    "finance:transfers": (TERMS, TRANSFERS),
    "finance:terms": (TERMS, TRANSFERS),
}


def article_of(route: str) -> str | None:
    """Slug of the article of a page; None for a page that is the help itself, or no page."""
    return ARTICLES.get(route)


def leads_to(slug: str) -> bool:
    """Does a screen lead to this article?"""
    named = {one for slugs in NAMED.values() for one in slugs}
    return slug in {*ARTICLES.values(), *named}
