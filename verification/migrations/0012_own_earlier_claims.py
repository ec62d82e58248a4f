"""The claims that a desk has already are earlier ones for every claim to come."""

import hashlib

from django.db import migrations


def remember(apps, schema_editor):
    claims = apps.get_model("claims", "Claim")
    earlier = apps.get_model("verification", "EarlierClaim")
    rows = claims.objects.order_by("pk").values_list("pk", "statement", "speaker", "published_at")
    batch = []
    for pk, statement, speaker, said_at in rows.iterator(chunk_size=1000):
        key = hashlib.sha256(f"claim:{pk}".encode()).hexdigest()
        batch.append(earlier(claim_id=pk, key=key, statement=statement, speaker=speaker, said_at=said_at))
        if len(batch) == 1000:
            earlier.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    earlier.objects.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("verification", "0011_seen_before"), ("claims", "0005_proposing")]
    operations = [migrations.RunPython(remember, migrations.RunPython.noop)]
