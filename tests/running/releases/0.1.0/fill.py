"""Fill an installation of a release, kept as what every later release must be able to take over. Run with that release's code:

    CHORSU_DATA=FOLDER [DATABASE_URL=…] PYTHONPATH=RELEASE/src python fill.py

See README.md beside the releases.
"""

import os
from datetime import UTC, datetime, timedelta

AT = datetime(2026, 11, 29, 8, 30, 15, 123456, tzinfo=UTC)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "chorsu.portal.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from chorsu import planning
    from chorsu.desks.trade import services
    from chorsu.desks.trade.models import KeptPlan

    call_command("migrate", interactive=False, verbosity=0)
    services.keep_example(at=AT)
    document = planning.example()
    for number in range(4):
        given = {**document, "reference": f"苹果-Яблоки-{number}", "freight": {"amount": str(2000 + number), "currency": "USD"}}
        plan = services.begin(given, at=AT + timedelta(hours=number), shelf=f"shelf-{number % 2}")
        if number:
            services.change(plan, {**given, "ready": "2026-12-15"}, at=AT + timedelta(hours=number, minutes=5))
        if number > 1:
            services.keep(plan, way="rail CNTAO KZALA", at=AT + timedelta(hours=number, minutes=9), shelf="shelf-2")
    services.forget(KeptPlan.objects.order_by("pk").last(), at=AT + timedelta(hours=9))
    # Keys that anybody could guess: this is a public file, and nobody's plan.
    for plan in KeptPlan.objects.order_by("pk"):
        KeptPlan.objects.filter(pk=plan.pk).update(token=f"release-plan-{plan.pk:020d}")


if __name__ == "__main__":
    main()
