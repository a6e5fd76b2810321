"""Accounts, as staff see them."""

from django.contrib import admin

from accounts.models import Deposit, User
from core.admin import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """People: the password's digest is not shown."""

    list_display = ("email", "first_name", "last_name", "is_staff", "is_active", "email_confirmed_at")
    list_filter = ("is_staff", "is_active")
    search_fields = ("email", "first_name", "last_name")
    exclude = ("password",)


@admin.register(Deposit)
class DepositAdmin(ReadOnlyAdmin):
    """Credits."""

    list_display = ("user", "granted_cents", "spent_cents", "expires_at")
    list_select_related = ("user",)
    search_fields = ("user__email",)
