"""Plans, versions, shelves. Where the tables of the first release are, named after the desk that kept plans then, they are taken over."""

from django.db import migrations, models

import chorsu.desks.plans.models

_KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
TABLES = {"KeptPlan": "trade_keptplan", "Version": "trade_version", "Shelved": "trade_shelved"}
INDEXES = {
    "trade_keptp_is_kept_e5ff4f_idx": ("plans_keptp_is_kept_e1d16e_idx", ["is_kept", "changed_at"]),
    "trade_keptp_forgott_idx": ("plans_keptp_forgott_idx", ["forgotten_at"]),
}
CREATE = [
    migrations.CreateModel(
        name="KeptPlan",
        fields=[
            _KEY,
            ("token", models.CharField(default=chorsu.desks.plans.models.new_token, editable=False, max_length=64, unique=True)),
            ("is_kept", models.BooleanField(default=False)),
            ("words", models.TextField(blank=True, default="")),
            ("forgotten_at", models.DateTimeField(blank=True, null=True)),
            ("made_at", models.DateTimeField()),
            ("changed_at", models.DateTimeField()),
        ],
        options={"indexes": [models.Index(fields=fields, name=name) for name, fields in INDEXES.values()]},
    ),
    migrations.CreateModel(
        name="Version",
        fields=[
            _KEY,
            ("number", models.PositiveIntegerField()),
            ("consignment", models.JSONField()),
            ("way", models.CharField(blank=True, default="", max_length=1000)),
            ("answer", models.JSONField(default=dict)),
            ("made_at", models.DateTimeField()),
            ("plan", models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="versions", to="plans.keptplan")),
        ],
        options={
            "ordering": ("number",),
            "constraints": [models.UniqueConstraint(fields=("plan", "number"), name="one_version_of_a_number")],
        },
    ),
    migrations.CreateModel(
        name="Shelved",
        fields=[
            _KEY,
            ("shelf", models.CharField(max_length=64)),
            ("put_at", models.DateTimeField()),
            ("plan", models.ForeignKey(on_delete=models.deletion.CASCADE, related_name="shelved", to="plans.keptplan")),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("shelf", "plan"), name="one_place_on_a_shelf")]},
    ),
]


def take_over_or_create(apps, schema_editor):
    """Rename the tables of the first release, or make new ones."""
    with schema_editor.connection.cursor() as cursor:
        there = schema_editor.connection.introspection.table_names(cursor)
    for name, before in TABLES.items():
        model = apps.get_model("plans", name)
        if before in there:
            schema_editor.alter_db_table(model, before, model._meta.db_table)
        else:
            schema_editor.create_model(model)
    if TABLES["KeptPlan"] in there:
        plan = apps.get_model("plans", "KeptPlan")
        for before, (after, fields) in INDEXES.items():
            schema_editor.rename_index(plan, models.Index(fields=fields, name=before), models.Index(fields=fields, name=after))


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=CREATE,
            database_operations=[],
        ),
        migrations.RunPython(take_over_or_create, migrations.RunPython.noop),
    ]
