from django.db import migrations, models


def words_of_before(apps, schema_editor):
    """Plans of before can be found by their reference, description and places; a change of the plan adds the rest."""
    plans = apps.get_model("trade", "KeptPlan")
    versions = apps.get_model("trade", "Version")
    for plan in plans.objects.all():
        version = versions.objects.filter(plan=plan).order_by("-number").first()
        document = version.consignment if version else {}
        said = [document.get(name, "") for name in ("reference", "from", "to")]
        said += [item.get(name, "") for item in document.get("items", []) for name in ("description", "hs")]
        plan.words = " ".join(said).casefold()
        plan.save(update_fields=["words"])


class Migration(migrations.Migration):
    dependencies = [("trade", "0001_initial")]

    operations = [
        migrations.AddField("keptplan", "words", models.TextField(blank=True, default="")),
        migrations.AddField("keptplan", "forgotten_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddIndex("keptplan", models.Index(fields=["forgotten_at"], name="trade_keptp_forgott_idx")),
        migrations.CreateModel(
            name="Shelved",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shelf", models.CharField(max_length=64)),
                ("put_at", models.DateTimeField()),
                ("plan", models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="shelved", to="trade.keptplan")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("shelf", "plan"), name="one_place_on_a_shelf")],
            },
        ),
        migrations.RunPython(words_of_before, migrations.RunPython.noop),
    ]
