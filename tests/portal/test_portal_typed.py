"""Figures as people type them become the one form that engines read, or stay as they are to be asked about."""

import pytest

from chorsu.desks.plans.typed import plain_figure


@pytest.mark.parametrize(
    ("typed", "language", "figure"),
    [
        ("23400", "en", "23400"),
        ("23 400", "ru", "23400"),
        ("23\u00a0400,50", "ru", "23400.50"),  # as a Russian page itself writes it
        ("20,000", "en", "20000"),
        ("1,234,567.8", "zh", "1234567.8"),
        ("２０，０００", "zh", "20000"),  # full-width, as a Chinese keyboard writes it
        ("1,5", "en", "1.5"),
        ("0,125", "ru", "0.125"),
        ("12345,678", "ru", "12345.678"),
    ],
)
def test_a_figure_is_read_as_the_reader_s_language_writes_it(typed, language, figure):
    assert plain_figure(typed, language) == figure


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("20,000", "ru"),  # twenty, or twenty thousand?
        ("12 34", "ru"),
        ("1.234,5", "ru"),
        ("20,000 kg", "en"),
        ("many", "en"),
        ("-1", "en"),
        ("", "zh"),
        ("二十", "zh"),
    ],
)
def test_what_could_mean_two_figures_or_none_stays_as_it_was_typed(typed, language):
    assert plain_figure(typed, language) == typed
