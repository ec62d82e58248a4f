"""The full-text index beside the library's documents."""

from django.db import migrations

from verification.library import schema


class Migration(migrations.Migration):
    dependencies = [("verification", "0004_unread")]
    operations = [migrations.RunPython(schema.forwards, schema.backwards)]
