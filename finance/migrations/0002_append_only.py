"""Rows of the ledger are written once, and an entry is on one live transfer at most: the database says so."""

from django.db import migrations

from core.migration_operations import append_only

ONE_LIVE_LINE = """
CREATE FUNCTION finance_one_live_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1
    FROM fresh
    JOIN finance_transferline other ON other.entry_id = fresh.entry_id AND other.id <> fresh.id
    JOIN finance_transfer transfer ON transfer.id = other.transfer_id
    WHERE transfer.status <> 'rejected'
  ) THEN
    RAISE EXCEPTION 'an entry is on one live transfer at most' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER finance_transferline_one_live
AFTER INSERT ON finance_transferline REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION finance_one_live_line();
"""
BACK = """
DROP TRIGGER finance_transferline_one_live ON finance_transferline;
DROP FUNCTION finance_one_live_line();
"""


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_initial")]

    operations = [
        append_only("finance_entry"),
        append_only("finance_transferline"),
        migrations.RunSQL(ONE_LIVE_LINE, BACK),
    ]
