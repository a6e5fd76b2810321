"""Schools, as the directory of the Éducation nationale describes them: a school group is a class of one of them."""

from django.db import models
from django.db.models import Q

from schools.regions import REGIONS


class Institution(models.Model):
    """A school, known by its UAI. Loaded from a directory, never typed."""

    class Kind(models.TextChoices):
        """What sort of school."""

        PRIMARY = "ecole", "École"
        COLLEGE = "college", "Collège"
        LYCEE = "lycee", "Lycée"
        VOCATIONAL = "lycee_pro", "Lycée professionnel"
        AGRICULTURAL = "lycee_agricole", "Lycée agricole"

    uai = models.CharField("UAI", max_length=8, unique=True)
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("type", max_length=14, choices=Kind.choices)
    commune = models.CharField("commune", max_length=120)
    postal_code = models.CharField("code postal", max_length=5)
    insee_code = models.CharField("code commune", max_length=5)
    region = models.CharField("région", max_length=3, choices=list(REGIONS.items()))
    search_text = models.TextField("texte de recherche", editable=False)
    updated_at = models.DateTimeField("à jour le")

    class Meta:
        verbose_name = "établissement"
        constraints = [
            # The key is the loading's business (schools.uai): a database does not divide letters.
            models.CheckConstraint(name="institution_uai_form", condition=Q(uai__regex=r"^\d{7}[A-Z]$")),
            models.CheckConstraint(
                name="institution_kind_known",
                condition=Q(kind__in=["ecole", "college", "lycee", "lycee_pro", "lycee_agricole"]),
            ),
            models.CheckConstraint(name="institution_region_known", condition=Q(region__in=list(REGIONS))),
            models.CheckConstraint(
                name="institution_postal_code_digits", condition=Q(postal_code__regex=r"^\d{5}$")
            ),
            models.CheckConstraint(name="institution_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.one_line

    @property
    def one_line(self) -> str:
        """`Collège de l’Exemple, 46000 Cahors`."""
        return f"{self.name}, {self.postal_code} {self.commune}"

    @property
    def typed(self) -> str:
        """As somebody would type it to find it again."""
        return f"{self.name} {self.commune}"
