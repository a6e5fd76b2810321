"""Referencing of a structure: its application, the pieces, who instructs it, and the acts they sign."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.models import AppendOnly
from schools.programmes import DOMAINS, INTERVENTIONS, LEVELS, labels
from schools.regions import REGIONS
from schools.states import (
    ACT_LABELS,
    APPLICATION_LABELS,
    AUTHORITY_LABELS,
    DECIDED,
    LIVE,
    NEED_A_REASON,
    PIECE_LABELS,
    VERDICT_LABELS,
    VERDICTS_OF,
    ActKind,
    ApplicationStatus,
    Authority,
    PieceKind,
)
from venues.models import Venue

LONG = 4_000


def _codes(label: str, *, of: dict[str, str]) -> Any:
    """A column of codes of a frozen table."""
    return ArrayField(
        models.CharField(label, max_length=30, choices=list(of.items())),
        default=list,
        blank=True,
        verbose_name=label,
    )


class Application(models.Model):
    """What a structure says to be referenced by the ministries. Answers are blank while it is a draft."""

    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, related_name="referencing_applications", verbose_name="structure"
    )
    status = models.CharField(
        "état", max_length=10, choices=list(APPLICATION_LABELS.items()), default=ApplicationStatus.DRAFT
    )
    # What is proposed to pupils.
    presentation = models.CharField("projet pour les scolaires", max_length=LONG, blank=True)
    domains = _codes("domaines", of=DOMAINS)
    levels = _codes("niveaux", of=LEVELS)
    territory = models.CharField("territoire", max_length=300, blank=True)
    # How, and by whom.
    interventions = _codes("formes d’intervention", of=INTERVENTIONS)
    experience = models.CharField("intervenants, expérience et qualifications", max_length=LONG, blank=True)
    references = models.CharField("projets déjà menés avec des écoles", max_length=LONG, blank=True)
    usual_price_cents = models.PositiveIntegerField("tarif habituel (centimes)", null=True, blank=True)
    contact_name = models.CharField("personne à contacter", max_length=120, blank=True)
    contact_phone = models.CharField("téléphone", max_length=20, blank=True)
    contact_email = models.EmailField("e-mail", blank=True)
    # What is frozen when it is handed in.
    honour = models.BooleanField("attestation sur l’honneur", default=False)
    region = models.CharField("région", max_length=3, choices=list(REGIONS.items()), blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="ouvert par"
    )
    created_at = models.DateTimeField("ouvert le")
    saved_at = models.DateTimeField("enregistré le")
    # The database knows the default too: processes of the version before do not name it.
    version = models.PositiveIntegerField("version des réponses", default=1, db_default=1)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="déposé par",
    )
    submitted_at = models.DateTimeField("déposé le", null=True, blank=True)
    # The last decision: acceptance, refusal, or withdrawal. The acts keep each of them.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="décidé par",
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    reason = models.CharField("motif", max_length=1_000, blank=True)

    class Meta:
        verbose_name = "dossier de référencement"
        verbose_name_plural = "dossiers de référencement"
        indexes = [models.Index(fields=["status", "region", "submitted_at"], name="application_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["venue"],
                condition=Q(status__in=LIVE),
                name="application_one_live_per_venue",
                violation_error_message="Un dossier est déjà ouvert pour cette structure.",
            ),
            models.CheckConstraint(
                name="application_status_known",
                condition=Q(status__in=[status.value for status in ApplicationStatus]),
            ),
            models.CheckConstraint(
                name="application_region_known", condition=Q(region="") | Q(region__in=list(REGIONS))
            ),
            models.CheckConstraint(
                name="application_domains_known", condition=Q(domains__contained_by=list(DOMAINS))
            ),
            models.CheckConstraint(
                name="application_levels_known", condition=Q(levels__contained_by=list(LEVELS))
            ),
            models.CheckConstraint(
                name="application_interventions_known",
                condition=Q(interventions__contained_by=list(INTERVENTIONS)),
            ),
            models.CheckConstraint(
                name="application_submission_is_whole",
                condition=Q(status=ApplicationStatus.DRAFT, submitted_at=None, submitted_by=None)
                | (
                    ~Q(status=ApplicationStatus.DRAFT)
                    & Q(submitted_at__isnull=False, submitted_by__isnull=False, honour=True)
                    & ~Q(region="")
                ),
                violation_error_message="Un dossier déposé porte sa date, son auteur, sa région et l’attestation.",
            ),
            models.CheckConstraint(
                name="application_decision_is_whole",
                condition=Q(status__in=DECIDED, decided_at__isnull=False, decided_by__isnull=False)
                | (~Q(status__in=DECIDED) & Q(decided_at=None, decided_by=None)),
                violation_error_message="Une décision porte sa date et son auteur.",
            ),
            models.CheckConstraint(
                name="application_refusal_says_why",
                condition=~Q(status__in=[ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN])
                | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="application_decided_by_someone_else",
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
                violation_error_message="Personne ne décide son propre dossier.",
            ),
        ]

    def __str__(self) -> str:
        return f"Référencement, {self.venue}"

    @property
    def domain_labels(self) -> list[str]:
        """`["Cinéma, audiovisuel"]`."""
        return labels(self.domains, table=DOMAINS)

    @property
    def level_labels(self) -> list[str]:
        """`["Collège, 6e", "Collège, 5e"]`."""
        return labels(self.levels, table=LEVELS)

    @property
    def intervention_labels(self) -> list[str]:
        """`["Projection-débat"]`."""
        return labels(self.interventions, table=INTERVENTIONS)


class Piece(models.Model):
    """A file of an application. A new application may share the files of the one it continues."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="pieces", verbose_name="dossier"
    )
    kind = models.CharField("nature", max_length=12, choices=list(PIECE_LABELS.items()))
    file = models.FileField("fichier", upload_to="referencing/%Y/%m/")
    shown_name = models.CharField("nom du fichier", max_length=120)
    size = models.PositiveIntegerField("taille (octets)")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="ajoutée par"
    )
    added_at = models.DateTimeField("ajoutée le")

    class Meta:
        verbose_name = "pièce"
        constraints = [
            models.CheckConstraint(
                name="piece_kind_known", condition=Q(kind__in=[kind.value for kind in PieceKind])
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name


class Act(AppendOnly):
    """An opinion, a decision or a withdrawal, signed once. A trigger keeps it as it was written."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="acts", verbose_name="dossier"
    )
    kind = models.CharField("acte", max_length=10, choices=list(ACT_LABELS.items()))
    verdict = models.CharField("sens", max_length=12, choices=list(VERDICT_LABELS.items()))
    reason = models.CharField("motif", max_length=1_000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="signé par"
    )
    at = models.DateTimeField("signé le")

    class Meta:
        verbose_name = "acte"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"],
                name="act_once_per_kind",
                violation_error_message="Cet acte est déjà signé.",
            ),
            # Whoever accepted may withdraw later: that act alone stands outside of the rule.
            models.UniqueConstraint(
                fields=["application", "author"],
                condition=Q(kind__in=[ActKind.RECTORAT, ActKind.DRAC, ActKind.DECISION]),
                name="act_three_different_people",
                violation_error_message="Chaque acte a sa propre personne.",
            ),
            models.CheckConstraint(
                name="act_kind_known", condition=Q(kind__in=[kind.value for kind in ActKind])
            ),
            models.CheckConstraint(
                name="act_verdict_matches_kind",
                condition=Q(kind=ActKind.RECTORAT, verdict__in=VERDICTS_OF[ActKind.RECTORAT])
                | Q(kind=ActKind.DRAC, verdict__in=VERDICTS_OF[ActKind.DRAC])
                | Q(kind=ActKind.DECISION, verdict__in=VERDICTS_OF[ActKind.DECISION])
                | Q(kind=ActKind.WITHDRAWAL, verdict__in=VERDICTS_OF[ActKind.WITHDRAWAL]),
            ),
            models.CheckConstraint(
                name="act_says_why", condition=~Q(verdict__in=NEED_A_REASON) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.get_verdict_display()}"


class Mandate(models.Model):
    """A person of the staff signs for an authority in a region, until it is ended."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates", verbose_name="personne"
    )
    authority = models.CharField("autorité", max_length=10, choices=list(AUTHORITY_LABELS.items()))
    region = models.CharField("région", max_length=3, choices=list(REGIONS.items()))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="donné par"
    )
    granted_at = models.DateTimeField("donné le")
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        verbose_name = "mandat"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "region"],
                condition=Q(ended_at=None),
                name="mandate_one_live_per_region",
                violation_error_message="Cette personne a déjà un mandat dans cette région.",
            ),
            models.CheckConstraint(
                name="mandate_authority_known",
                condition=Q(authority__in=[authority.value for authority in Authority]),
            ),
            models.CheckConstraint(name="mandate_region_known", condition=Q(region__in=list(REGIONS))),
            models.CheckConstraint(
                name="mandate_given_by_someone_else",
                condition=~Q(granted_by=F("user")),
                violation_error_message="Personne ne se donne un mandat à soi-même.",
            ),
            models.CheckConstraint(
                name="mandate_ends_after_start",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("granted_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_authority_display()}, {self.get_region_display()}"
