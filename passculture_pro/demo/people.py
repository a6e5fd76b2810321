"""Who lives in the demonstration world."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password

from accounts import services as account_services
from accounts.models import User
from accounts.services import staff

PASSWORD = "demo-passculture"  # noqa: S105 said aloud: it opens nothing but this world

PARTNERS = (
    ("camille@circuit.example", "Camille", "Varenne"),
    ("benevole@circuit.example", "Dominique", "Aubrac"),
    ("sacha@salle.example", "Sacha", "Delprat"),
)
NEWCOMER = ("dominique@toiles.example", "Maël", "Kerdoncuff")
STAFF = (
    ("homologation@staff.example", "Hélène", "Homologue", "Homologation"),
    ("finance@staff.example", "Farid", "Compte", "Finance"),
    ("finance2@staff.example", "Solange", "Virel", "Finance"),
)
YOUNG = ("jeune@mobile.example", "Lina", "Bastoul"), ("jeune2@mobile.example", "Noa", "Lestang")
FIRST_NAMES = (
    *("Théo", "Inès", "Maé", "Jade", "Sasha", "Anouk", "Zoé", "Gabin", "Lou", "Naïm"),
    *("Louane", "Marius", "Alma", "Tao", "Salomé", "Ilyès", "Rose", "Malo", "Nour", "Élio"),
)
LAST_NAMES = (
    *(
        "Calvignac",
        "Marquaire",
        "Roquefeuil",
        "Castanet",
        "Delmas",
        "Peyrot",
        "Vidal",
        "Bessou",
        "Cazals",
        "Lafon",
    ),
    *(
        "Mercadier",
        "Ségala",
        "Rouquié",
        "Bonnal",
        "Espinasse",
        "Fabre",
        "Granié",
        "Issaly",
        "Jouffre",
        "Lacombe",
    ),
)


@dataclass(frozen=True, kw_only=True)
class People:
    """Accounts by what they are for."""

    by_email: dict[str, User]
    young: list[User]

    def __getitem__(self, email: str) -> User:
        return self.by_email[email]


def populate(*, now: datetime, lately: datetime) -> People:
    """Open every account and grant the credits; the newcomer's is opened `lately`.

    Returns them by e-mail; `young` holds the audience.
    """
    staff.define_groups()
    digest = make_password(PASSWORD)

    def opened(email: str, first_name: str, last_name: str, *, at: datetime = now, **rights: object) -> User:
        return staff.open_account(
            email=email,
            first_name=first_name,
            last_name=last_name,
            password_digest=digest,
            now=at,
            **rights,  # type: ignore[arg-type]
        )

    accounts = [*(opened(*person) for person in PARTNERS), opened(*NEWCOMER, at=lately)]
    accounts += [opened(*person[:3], groups=[person[3]], is_staff=True) for person in STAFF]
    accounts.append(opened("admin@staff.example", "Ada", "Ministre", is_staff=True, is_superuser=True))
    young = [opened(*person) for person in YOUNG]
    for number, (first, last) in enumerate(zip(FIRST_NAMES, LAST_NAMES, strict=True), start=1):
        young.append(opened(f"public{number:02d}@mobile.example", first, last))
    for user in young:
        granted = 8_00 if user.email == "jeune2@mobile.example" else 300_00
        account_services.grant_deposit(
            user=user, granted_cents=granted, now=now, expires_at=now + timedelta(days=2 * 365)
        )
    return People(by_email={user.email: user for user in accounts + young}, young=young)
