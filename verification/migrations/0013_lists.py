"""Lists of all claims by their indexes, and change times in the order in which changes can be seen.

On PostgreSQL the database itself says when a row changed: at that very moment, within the transaction, so that nobody's
change can be older than the start of the transaction it came in (verification.filtering.settled). A moment further back
is somebody's will (an import) and stays. SQLite has one writer at a time, whose moments rise by themselves.
"""

from django.db import migrations, models
from django.db.models import Q

FUNCTION = """
CREATE FUNCTION verification_changed() RETURNS trigger AS $$
BEGIN
  IF abs(extract(epoch FROM NEW.updated_at - clock_timestamp())) < 60 THEN
    NEW.updated_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
"""
TRIGGER = """
CREATE TRIGGER verification_changed BEFORE INSERT OR UPDATE ON verification_verification
FOR EACH ROW EXECUTE FUNCTION verification_changed()
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
        schema_editor.execute(TRIGGER)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER verification_changed ON verification_verification")
        schema_editor.execute("DROP FUNCTION verification_changed()")


class Migration(migrations.Migration):
    dependencies = [("verification", "0012_own_earlier_claims")]

    operations = [
        migrations.AddIndex(
            model_name="verification",
            index=models.Index(
                fields=["-priority", "id"], condition=Q(is_current=True), name="verification_all_by_rank"
            ),
        ),
        migrations.AddIndex(
            model_name="verification",
            index=models.Index(fields=["-claim", "-id"], condition=Q(is_current=True), name="verification_all_newest"),
        ),
        migrations.RunPython(forwards, backwards),
    ]
