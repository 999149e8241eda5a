"""The bulk run on Apache Spark: all lines at once, the same queries, the results put together in the order of the lines."""

from __future__ import annotations

import json
import shutil
from typing import Any

from chorsu.assessment.bulk.balances import StoredBalances
from chorsu.assessment.bulk.batch import Laws
from chorsu.assessment.bulk.ledger import Ledger
from chorsu.assessment.bulk.lines import check_columns
from chorsu.assessment.bulk.local import Local, quoted
from chorsu.assessment.bulk.run import Job, assess_rows, fingerprint, put_in_place
from chorsu.assessment.bulk.source import open_source
from chorsu.assessment.bulk.spark import Spark, read_lines, start, types_of
from chorsu.assessment.bulk.summary import of_stretch
from chorsu.assessment.bulk.typed import know
from chorsu.assessment.bulk.workplace import Workplace
from chorsu.assessment.bulk.writing import result_columns
from chorsu.assessment.exchange import Rates
from chorsu.measures.book import Book

# ruff: noqa: S608, E501 - the SQL below is put together from this module's own words and quoted names only


def assess_on_cluster(job: Job, book: Book, rates: Rates, *, master: str = "") -> dict[str, Any]:
    """Assess every line of a file on Spark; as :func:`chorsu.assessment.bulk.run.assess_lines`, but for progress and going on.

    The lines are read and assessed by the cluster; limits of buyers are kept by the driver, which also puts the result together.
    """
    with Workplace(job.out, fingerprint(job, book, rates) | {"engine": "spark"}) as place:
        driver = Local(place.scratch)
        session = Spark(start(master))
        try:
            source = open_source(driver, job.lines, place, job.defaults, sort=False)
            read_lines(session, source.path)
            types = {name: kind for name, kind in types_of(session, "lines_in").items() if name != "n"}
            check_columns(types, job.defaults)
            know(session)
            know(driver)  # balances are read there
            laws = Laws(book, rates, job.language)
            balances = StoredBalances(driver, place, job.opening)
            assess_rows(session, "SELECT * FROM lines_in", types, job, laws, Ledger(balances))
            given = [name for name in types if name not in result_columns(laws.kinds)]
            listed = ", ".join(f"lines.{session.dialect.column(name)}" for name in given)
            added = ", ".join(result_columns(laws.kinds))
            with place.keeping(0) as kept:
                for path, query in (
                    (kept.result, f"SELECT {listed}, {added}, lines.n AS line_order FROM lines_in AS lines JOIN result ON lines.n = result.n JOIN phrase ON result.s = phrase.s"),
                    (kept.rejects, f"SELECT {listed}, refused.reason, lines.n AS line_order FROM lines_in AS lines JOIN refused ON lines.n = refused.n"),
                ):  # fmt: skip
                    folder = path.with_name(path.name + ".parts")
                    session.spark.sql(query).write.mode("overwrite").parquet(str(folder))
                    driver.run(
                        f"COPY (SELECT * FROM read_parquet({quoted(folder / '*.parquet')})) TO {quoted(path)} (FORMAT parquet)"
                    )
                    shutil.rmtree(folder)
                kept.summary.write_text(json.dumps(of_stretch(session, laws.kinds)), encoding="utf-8")
                balances.keep(kept.balances)
            session.drop("typed", "refused", "rejected")
            return put_in_place(driver, job, book, place, balances, sort=True)
        finally:
            session.close()
            driver.close()
