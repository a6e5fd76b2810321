"""The log of bookings is written once."""

from django.db import migrations

from core.migration_operations import append_only


class Migration(migrations.Migration):
    dependencies = [("bookings", "0001_initial"), ("core", "0001_initial")]
    operations = [append_only("bookings_bookingtransition")]
