"""The log of actions is written once."""

from django.db import migrations

from core.migration_operations import append_only


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [append_only("core_actionlog")]
