import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0005_proposing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="measures",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="What the weights of check-worthiness were multiplied with.",
            ),
        ),
        migrations.CreateModel(
            name="FeatureWeight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("feature", models.CharField(max_length=60, unique=True)),
                ("weight", models.FloatField(help_text="Log-odds for each unit of the feature's measure.")),
                ("why", models.CharField(blank=True, default="", max_length=300)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"ordering": ["feature"]},
        ),
    ]
