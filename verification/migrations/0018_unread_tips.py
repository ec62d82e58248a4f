"""Tips that still wait for a decision are read as new ones are; what was decided stays as it was decided."""

from django.db import migrations

UNDECIDED = ("new", "gathering", "open", "in_review")


def owe(apps, schema_editor):
    claims = apps.get_model("claims", "Claim")
    reading = apps.get_model("claims", "TipReading")
    undecided = {"verifications__is_current": True, "verifications__state__in": UNDECIDED}
    rows = claims.objects.filter(article__isnull=True, reading__isnull=True, **undecided)
    batch = []
    for pk in rows.order_by("pk").values_list("pk", flat=True).distinct().iterator(chunk_size=1000):
        batch.append(reading(claim_id=pk))
        if len(batch) == 1000:
            reading.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    reading.objects.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("verification", "0017_answer_location"), ("claims", "0008_tip_readings")]
    operations = [migrations.RunPython(owe, migrations.RunPython.noop)]
