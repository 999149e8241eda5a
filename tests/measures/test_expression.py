"""The grammar of duties: what parses, what it means, and what is refused in words."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chorsu.measures import NotAnExpression, parse_expression


@pytest.mark.parametrize(
    "text",
    [
        "8%",
        "FREE",
        "0.2 EUR/KGM",
        "124 CNY/100KGM",
        "5% + 10 RUB/KGM",
        "10% MIN 0.06 EUR/KGM",
        "10% MAX 2 USD/NAR",
        "1231 RUB",
        "15% MAX (12.5% MIN 0.6 EUR/CMQ)",
        "(10% MIN 2 EUR/KGM) + 5 USD",
        "500 USD/TNE - 100%",
        "10% - (5% - 3 USD)",
        "15% OVER 200 EUR MIN 2 EUR/E4 OVER 31 E4",
        "5% + 2 EUR/100KGM OVER 0.031 TNE - 10 USD",
    ],
)
def test_printing_a_parsed_expression_gives_the_text_again(text):
    assert str(parse_expression(text)) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10%", "10.0%"),
        ("FREE", "0%"),
        ("100 EUR/TNE", "0.1 EUR/KGM"),
        ("6 EUR/100KGM", "0.06 EUR/KGM"),
        ("5% + 10 RUB", "10 RUB + 5%"),
        ("10% MIN 2 EUR/KGM", "2 EUR/KGM MIN 10%"),
        ("10% MIN 10%", "10%"),
        ("1% + (2% MIN 3 USD)", "3% MIN (1% + 3 USD)"),
        ("9% - (2% MIN 3 USD)", "7% MAX (9% - 3 USD)"),
        ("9% - (2% - 3 USD)", "7% + 3 USD"),
        ("15% OVER 200 EUR", "15% - 30 EUR MIN FREE"),
        ("15% OVER 200 EUR", "15% - 30 EUR"),  # as a whole: what is below zero is zero
        ("2 EUR/KGM OVER 31 KGM", "200 EUR/100KGM OVER 0.031 TNE"),
        ("2% - 5 USD MIN FREE", "2% - 5 USD"),
    ],
)
def test_expressions_that_charge_the_same_mean_the_same(one, other):
    assert parse_expression(one).forms == parse_expression(other).forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10%", "10 EUR/KGM"),
        ("10% MIN 2 EUR/KGM", "10% MAX 2 EUR/KGM"),
        # "+" binds tighter than MIN: the sum is not the limit's last term
        ("5% MIN 3 USD + 2 USD", "(5% MIN 3 USD) + 2 USD"),
        ("5% - 3 USD + 2 USD", "5% - (3 USD + 2 USD)"),
        ("2 EUR/KGM", "2 EUR/E4"),
        # a part that is taken off only as far as it exceeds a sum
        ("5% - 2% OVER 100 EUR", "3% + 2 EUR"),
    ],
)
def test_expressions_that_charge_otherwise_mean_otherwise(one, other):
    assert parse_expression(one).forms != parse_expression(other).forms


def test_limits_are_read_from_left_to_right():
    assert parse_expression("5% MIN 3 USD MAX 9 USD").forms == parse_expression("(5% MIN 3 USD) MAX 9 USD").forms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the end at letter 1"),
        ("10", "a percent sign or a currency"),
        ("10% MIN", "a number, FREE or a bracket"),
        ("(10%", "a closing bracket"),
        ("10 EUR/", "a unit"),
        ("10 EUR/0KGM", "a unit"),
        ("10% 5%", "MIN, MAX, +, - or the end"),
        ("-5%", "- at letter 1"),
        ("5% -", "the end at letter 5"),
        ("5% OVER", "a number"),
        ("5% OVER 200", "a currency"),
        ("5% OVER 200%", "a currency"),
        ("2 EUR/KGM OVER 31 NAR", "the unit of the rate, KGM"),
        ("2 EUR/KGM OVER 31 E4", "the unit of the rate, KGM"),
        ("5 USD OVER 2 USD", "OVER at letter 7"),
        ("(5% + 3%) OVER 200 EUR", "OVER at letter 11"),
        ("1e3%", "e at letter 2"),
        ("５%", "a number, FREE or a bracket"),
    ],
)
def test_a_refusal_says_where_and_what_should_stand_there(text, said):
    with pytest.raises(NotAnExpression) as refused:
        parse_expression(text)
    assert said in str(refused.value)


def test_an_expression_that_would_blow_up_is_refused():
    with pytest.raises(NotAnExpression, match="branches"):
        parse_expression(" + ".join(f"({number}% MIN {2**number} USD/KGM)" for number in range(8)))
    limits = " MIN ".join(f"({number}% MAX {2**number} USD/KGM)" for number in range(8))
    with pytest.raises(NotAnExpression, match="branches"):
        parse_expression(f"9% - ({limits})")


numbers = st.decimals(min_value=0, max_value=9999, places=3, allow_nan=False).map(lambda number: format(number, "f"))
terms = st.one_of(
    numbers.map("{}%".format),
    st.just("FREE"),
    st.builds(
        "{} {}/{}".format, numbers, st.sampled_from(["EUR", "USD", "KZT"]), st.sampled_from(["KGM", "100KGM", "LTR", "NAR", "E4"])
    ),
    st.builds("{}% OVER {} {}".format, numbers, numbers, st.sampled_from(["EUR", "USD", "KZT"])),
    st.builds("{} EUR/{unit} OVER {} {unit}".format, numbers, numbers, unit=st.sampled_from(["KGM", "TNE", "E4", "NAR"])),
)
expressions = st.recursive(
    terms, lambda inner: st.builds("({}) {} ({})".format, inner, st.sampled_from(["+", "-", "MIN", "MAX"]), inner), max_leaves=5
)


def parsed(text):
    """The expression of a text; a text with too many letters or branches is no example."""
    try:
        return parse_expression(text)
    except NotAnExpression as refused:
        assume("has more than" not in str(refused))
        raise


def worth(expression, base, rates, quantities):
    """What the forms of an expression come to: the greatest of the least."""

    def value(form):
        return form.rate * base + sum(rates[c] * amount * (quantities[u] if u else 1) for c, u, amount in form.amounts)

    return max(min(value(form) for form in group) for group in expression.forms)


figures = st.fractions(min_value=0, max_value=5000, max_denominator=100)
EVERY_UNIT, EVERY_CURRENCY = ("KGM", "LTR", "NAR", "E4"), ("EUR", "USD", "KZT")
worlds = st.tuples(
    figures,
    st.fixed_dictionaries({currency: figures for currency in EVERY_CURRENCY}),
    st.fixed_dictionaries({unit: figures for unit in EVERY_UNIT}),
)


@given(expressions, worlds)
def test_no_expression_comes_to_less_than_nothing(text, world):
    assert worth(parsed(text), *world) >= 0


@given(expressions, expressions, expressions, worlds)
def test_what_has_limits_is_taken_off_to_its_last_part(one, other, more, world):
    """a - (b MIN c) is the lesser of a - b and a - c, a - (b MAX c) the greater, whatever stands in a, b and c."""
    parts = [worth(parsed(f"({one}) - ({part})"), *world) for part in (other, more)]
    assert worth(parsed(f"({one}) - (({other}) MIN ({more}))"), *world) == min(parts)
    assert worth(parsed(f"({one}) - (({other}) MAX ({more}))"), *world) == max(parts)


@given(expressions)
def test_printing_keeps_the_meaning(text):
    expression = parsed(text)
    assert parse_expression(str(expression)).forms == expression.forms
    assert str(parse_expression(str(expression))) == str(expression)


@given(st.text(max_size=40))
def test_any_text_is_parsed_or_refused_in_words(text):
    try:
        parse_expression(text)
    except NotAnExpression as refused:
        assert str(refused)
