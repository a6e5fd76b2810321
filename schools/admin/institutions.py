"""The directory of schools, as staff see it: it is loaded by `manage.py load_institutions`."""

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from schools.models import Institution


@admin.register(Institution)
class InstitutionAdmin(ReadOnlyAdmin):
    """Schools."""

    list_display = ("uai", "name", "kind", "postal_code", "commune", "region")
    list_filter = ("kind", "region")
    search_fields = ("uai", "name", "commune", "postal_code")
