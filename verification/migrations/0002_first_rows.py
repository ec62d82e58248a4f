"""The guard of the audit chain. (The default ratings, the roles and the head of the chain: verification.first_rows.)"""

from django.db import migrations

from verification import guard


class Migration(migrations.Migration):
    dependencies = [("verification", "0001_initial")]
    operations = [migrations.RunPython(guard.forwards, guard.backwards)]
