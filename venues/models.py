"""Legal entities (SIREN), structures (SIRET), places, and who works there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from venues.states import LABELS, ROLE_LABELS, Role, Status


class LegalEntity(models.Model):
    """What the register knows by its SIREN. Partners never see the word: they say structure."""

    siren = models.CharField("SIREN", max_length=9, unique=True)
    name = models.CharField("nom légal", max_length=200)
    legal_category = models.CharField("catégorie juridique", max_length=4, blank=True)
    created_at = models.DateTimeField("créée le")

    class Meta:
        verbose_name = "entité juridique"
        verbose_name_plural = "entités juridiques"
        constraints = [
            models.CheckConstraint(name="siren_is_nine_digits", condition=Q(siren__regex=r"^\d{9}$")),
        ]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A place, as it was when it was chosen: never edited, a correction is another row."""

    class Precision(models.TextChoices):
        """How sure the coordinates are."""

        HOUSE = "housenumber", "au numéro"
        STREET = "street", "à la rue"
        LOCALITY = "locality", "au lieu-dit"
        COMMUNE = "municipality", "à la commune"
        POSTAL_CODE = "postal_code", "au code postal"

    label = models.CharField("nom du lieu", max_length=120, blank=True)
    street = models.CharField("voie", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5)
    city = models.CharField("commune", max_length=120)
    insee_code = models.CharField("code commune", max_length=5, blank=True)
    latitude = models.FloatField("latitude")
    longitude = models.FloatField("longitude")
    time_zone = models.CharField("fuseau horaire", max_length=40)
    precision = models.CharField("précision", max_length=12, choices=Precision.choices)
    source = models.CharField("source", max_length=10)
    ban_id = models.CharField("identifiant BAN", max_length=60, blank=True)

    class Meta:
        verbose_name = "adresse"
        indexes = [models.Index(fields=["latitude", "longitude"], name="address_where")]
        constraints = [
            models.CheckConstraint(
                name="address_precision_known",
                condition=Q(
                    precision__in=["housenumber", "street", "locality", "municipality", "postal_code"]
                ),
            ),
            models.CheckConstraint(
                name="address_on_earth",
                condition=Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
            ),
            models.CheckConstraint(
                name="address_postal_code_digits", condition=Q(postal_code__regex=r"^\d{5}$")
            ),
        ]

    def __str__(self) -> str:
        return self.one_line

    @property
    def one_line(self) -> str:
        """`Salle des fêtes, place du Foirail, 46160 Cajarc`."""
        return ", ".join(
            part for part in (self.label, self.street, f"{self.postal_code} {self.city}") if part
        )

    @property
    def typed(self) -> str:
        """As somebody would type it to find it: `place du Foirail 46160 Cajarc`."""
        return " ".join(part for part in (self.street, self.postal_code, self.city) if part)

    @property
    def on_the_map(self) -> str:
        """`44,4849 N, 1,8422 E`."""
        north, east = self.latitude, self.longitude
        shown = f"{abs(north):.4f} {'S' if north < 0 else 'N'}, {abs(east):.4f} {'O' if east < 0 else 'E'}"
        return shown.replace(".", ",")

    def is_same_place(self, other: "Address") -> bool:
        """Would somebody who goes to the one be at the other? A corrected name of the hall moves nobody.

        Where only the commune is known, the name of the hall is all that tells two places apart.
        """
        if (self.latitude, self.longitude, self.street) != (other.latitude, other.longitude, other.street):
            return False
        return self.label == other.label or not (self.is_approximate or other.is_approximate)

    @property
    def is_approximate(self) -> bool:
        """Are the coordinates those of the commune rather than of the door?"""
        return self.precision in {self.Precision.COMMUNE, self.Precision.POSTAL_CODE}


class Venue(models.Model):
    """A structure: one SIRET, to which offers, bookings and money belong."""

    class Verification(models.TextChoices):
        """Where its identity comes from."""

        REGISTER = "register", "Répertoire Sirene"
        MANUAL = "manual", "Saisie à vérifier"

    legal_entity = models.ForeignKey(
        LegalEntity, on_delete=models.PROTECT, related_name="venues", verbose_name="entité juridique"
    )
    siret = models.CharField("SIRET", max_length=14, unique=True)
    legal_name = models.CharField("nom légal", max_length=200)
    public_name = models.CharField("nom affiché", max_length=120)
    naf_code = models.CharField("activité principale (NAF)", max_length=6, blank=True)
    naf_label = models.CharField("libellé de l’activité", max_length=200, blank=True)
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="+", verbose_name="siège")
    is_itinerant = models.BooleanField("cinéma itinérant", default=False)
    booking_email = models.EmailField("e-mail des réservations")
    description = models.TextField("présentation", blank=True)
    verification = models.CharField("vérification", max_length=10, choices=Verification.choices)
    status = models.CharField("état", max_length=10, choices=list(LABELS.items()), default=Status.PENDING)
    decision_reason = models.CharField("motif de la décision", max_length=500, blank=True)
    created_at = models.DateTimeField("créée le")
    validated_at = models.DateTimeField("validée le", null=True, blank=True)

    class Meta:
        verbose_name = "structure"
        constraints = [
            models.CheckConstraint(
                name="venue_verification_known", condition=Q(verification__in=["register", "manual"])
            ),
            models.CheckConstraint(name="siret_is_fourteen_digits", condition=Q(siret__regex=r"^\d{14}$")),
            models.CheckConstraint(
                name="venue_validated_at_matches_status",
                condition=~Q(status=Status.VALIDATED) | Q(validated_at__isnull=False),
                violation_error_message="Une structure validée porte sa date de validation.",
            ),
            models.CheckConstraint(
                name="venue_rejected_has_reason",
                condition=~Q(status=Status.REJECTED) | ~Q(decision_reason=""),
                violation_error_message="Un refus porte son motif.",
            ),
            models.CheckConstraint(
                name="venue_status_known", condition=Q(status__in=[status.value for status in Status])
            ),
        ]

    def __str__(self) -> str:
        return self.public_name

    @property
    def display_name(self) -> str:
        """The name people know."""
        return self.public_name

    @property
    def city(self) -> str:
        """Commune of the head office (the address must be loaded with the structure)."""
        return self.address.city


class Membership(models.Model):
    """A person works at a structure, with a role."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name="personne",
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="memberships", verbose_name="structure"
    )
    role = models.CharField("rôle", max_length=12, choices=list(ROLE_LABELS.items()))
    created_at = models.DateTimeField("depuis le")
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "membre"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "venue"], condition=Q(ended_at=None), name="membership_one_live_per_person"
            ),
            models.CheckConstraint(
                name="membership_role_known", condition=Q(role__in=[role.value for role in Role])
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()
