"""More requests than hands, and a database that is busy or away: a polite answer, quickly, in the reader's language."""

import threading

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from chorsu.portal import overload, urls

calls = []


class State(Exception):
    def __init__(self, sqlstate):
        super().__init__("caused")
        self.sqlstate = sqlstate


def busy(message="database is locked", sqlstate=None, kind=OperationalError):
    fault = kind(message)
    fault.__cause__ = State(sqlstate) if sqlstate else None
    return fault


def unlucky(request, times, what):
    calls.append(request.method)
    if len(calls) <= times:
        raise {"locked": busy(), "serialization": busy("x", "40001"), "deadlock": busy("x", "40P01"),
               "gone": busy("server closed the connection", "57P01"), "away": busy("x", kind=InterfaceError)}[what]  # fmt: skip
    return HttpResponse(f"{len(calls)} {request.POST.get('a', '')}")


urlpatterns = [path(f"{door}unlucky/<int:times>/<what>/", unlucky) for door in ("", "api/")] + urls.urlpatterns
handler500 = urls.handler500


@pytest.fixture(autouse=True)
def fresh(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    calls.clear()
    monkeypatch.setattr(overload.time, "sleep", lambda seconds: None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["locked", "serialization", "deadlock"])
def test_a_request_that_certainly_changed_nothing_is_tried_again(what):
    answer = Client().post(f"/unlucky/{overload.TRIES - 1}/{what}/", {"a": "given"})
    assert (answer.status_code, answer.content.decode()) == (200, f"{overload.TRIES} given")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("what", "tries"), [("locked", overload.TRIES), ("gone", 1), ("away", 1)])
def test_else_it_is_refused_politely_and_not_tried_twice_where_it_may_have_been_done(what, tries):
    answer = Client().post(f"/unlucky/99/{what}/")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert len(calls) == tries


@pytest.mark.django_db(transaction=True)
def test_a_program_is_refused_by_a_problem():
    answer = Client().post("/api/unlucky/99/locked/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["status"] == 503


@pytest.mark.parametrize(
    ("address", "accepted", "said"),
    [
        ("/en/trade/", "ru", "Too many at once"),
        ("/zh-hans/trade/", "en", "请求过多"),
        ("/ru/trade/", "en", "Слишком много запросов"),
        ("/", "ru", "Слишком много запросов"),
    ],
)
def test_whoever_comes_when_all_hands_are_busy_is_told_so_in_their_language(settings, address, accepted, said):
    settings.HANDS = 1
    inside, go_on = threading.Event(), threading.Event()

    def view(request):
        inside.set()
        assert go_on.wait(20)
        return HttpResponse("done")

    gate = overload.gate(view)
    answers = []
    begun = [threading.Thread(target=lambda: answers.append(gate(RequestFactory().get("/en/")))) for _ in range(3)]
    for thread in begun:
        thread.start()
    assert inside.wait(20)
    while _places(gate) > 0:  # one works, two wait
        pass
    refused = gate(RequestFactory().get(address, headers={"accept-language": accepted}))
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, str(overload.RETRY_AFTER))
    assert said in refused.content.decode()
    go_on.set()
    for thread in begun:
        thread.join(20)
    assert [answer.status_code for answer in answers] == [200] * 3
    assert gate(RequestFactory().get(address)).status_code == 200, "the hands are free again"


def _places(gate) -> int:
    hands = next(cell.cell_contents for cell in gate.__closure__ if isinstance(cell.cell_contents, overload.Hands))
    return hands._places._value


def test_whoever_waits_too_long_for_a_hand_is_refused():
    hands = overload.Hands(1, 2, wait=0.01)
    assert hands.take()
    assert not hands.take()
    hands.give_back()
    assert hands.take()


@pytest.mark.django_db
def test_the_page_of_a_fault_stands_even_where_the_page_needs_what_is_broken(monkeypatch):
    monkeypatch.setattr(overload, "render_to_string", _first_fails(overload.render_to_string))
    answer = overload.fault(RequestFactory().get("/en/"))
    assert answer.status_code == 500
    assert b"went wrong" in answer.content


def _first_fails(real):
    def render(name, *args, **kwargs):
        if name == "500.html":
            raise RuntimeError
        return real(name, *args, **kwargs)

    return render
