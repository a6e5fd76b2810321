"""People, the credit a young person was granted, and the tokens of the mobile app."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Creates accounts with a normalised e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account; without a password it cannot sign in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Staff with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by e-mail, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by an e-mail address."""

    email = models.EmailField("adresse e-mail", unique=True)
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("équipe du pass Culture", default=False)
    email_confirmed_at = models.DateTimeField("adresse confirmée le", null=True, blank=True)
    date_joined = models.DateTimeField("inscrit le", null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name", "last_name"]

    class Meta:
        verbose_name = "compte"
        constraints = [
            models.CheckConstraint(
                name="user_email_is_lower_case",
                condition=Q(email=Lower(F("email"))),
                violation_error_message="L’adresse e-mail s’écrit en minuscules.",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def full_name(self) -> str:
        """First name, last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        return (self.first_name[:1] + self.last_name[:1]).upper()


class Deposit(models.Model):
    """Credit granted to a young person. `spent_cents` is a counter moved with the bookings, and checked nightly."""

    user = models.OneToOneField(
        User, on_delete=models.PROTECT, related_name="deposit", verbose_name="bénéficiaire"
    )
    granted_cents = models.PositiveIntegerField("crédit accordé (centimes)")
    spent_cents = models.PositiveIntegerField("crédit dépensé (centimes)", default=0)
    granted_at = models.DateTimeField("accordé le")
    expires_at = models.DateTimeField("expire le")

    class Meta:
        verbose_name = "crédit"
        constraints = [
            models.CheckConstraint(
                name="deposit_never_overspent",
                condition=Q(spent_cents__lte=F("granted_cents")),
                violation_error_message="Le crédit dépensé ne dépasse jamais le crédit accordé.",
            ),
            models.CheckConstraint(
                name="deposit_expires_after_grant", condition=Q(expires_at__gt=F("granted_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.granted_cents - self.spent_cents}"


class MobileToken(models.Model):
    """An access or refresh token, kept as a digest only. Refreshing revokes; a reused refresh revokes its family."""

    class Kind(models.TextChoices):
        """What it opens."""

        ACCESS = "access", "Accès"
        REFRESH = "refresh", "Renouvellement"

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="mobile_tokens", verbose_name="compte"
    )
    kind = models.CharField("sorte", max_length=8, choices=Kind.choices)
    digest = models.CharField("empreinte", max_length=64, unique=True)
    family = models.UUIDField("famille")
    created_at = models.DateTimeField("créé le")
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("révoqué le", null=True)

    class Meta:
        verbose_name = "jeton mobile"
        verbose_name_plural = "jetons mobiles"
        indexes = [models.Index(fields=["family"], name="mobiletoken_family")]
        constraints = [
            models.CheckConstraint(
                name="mobiletoken_kind_known", condition=Q(kind__in=["access", "refresh"])
            ),
            models.CheckConstraint(
                name="mobiletoken_expires_later", condition=Q(expires_at__gt=F("created_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"
