from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("verification", "0002_first_rows")]

    operations = [
        migrations.AddField(
            model_name="verification",
            name="published_version",
            field=models.PositiveIntegerField(
                blank=True, help_text="The version of the verdict that the public page shows.", null=True
            ),
        ),
    ]
