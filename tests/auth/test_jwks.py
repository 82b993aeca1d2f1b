"""Keys are fetched rarely, kept while the issuer is away, and only fit ones are used."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import httpx2
import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from auth.errors import KeysUnavailable, UnknownKey
from auth.jwks import KeySource, fetch_over_https, import_keys

ED = OKPKey.generate_key("Ed25519")
LARGE = b'{"keys": "%s"}' % (b"x" * 300_000)


def entry(key=ED, kid: str = "one", **more) -> dict:
    return key.as_dict(private=False, kid=kid, **more)


class Issuer:
    """Stands in for the network: counts fetches, and may be away."""

    def __init__(self) -> None:
        self.fetches = 0
        self.away = False
        self.keys = [entry()]

    def fetch(self) -> dict:
        self.fetches += 1
        if self.away:
            raise KeysUnavailable("The issuer did not answer.")
        return {"keys": self.keys}


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def source(issuer) -> KeySource:
    return KeySource(issuer.fetch)


def test_keys_are_fetched_once_in_ten_minutes(issuer, source) -> None:
    for now in (0.0, 1.0, 599.0):
        source.key("one", now=now)
    assert issuer.fetches == 1
    source.key("one", now=600.0)
    assert issuer.fetches == 2


def test_an_unknown_key_is_looked_for_at_most_once_in_half_a_minute(issuer, source) -> None:
    source.key("one", now=0.0)
    for now in (1.0, 29.0, 30.0, 31.0, 59.0):
        with pytest.raises(UnknownKey):
            source.key("two", now=now)
    assert issuer.fetches == 2
    issuer.keys = [entry(), entry(kid="two")]
    assert source.key("two", now=60.0).kid == "two"


def test_the_last_good_set_serves_for_a_day_while_the_issuer_is_away(issuer, source) -> None:
    source.key("one", now=0.0)
    issuer.away = True
    assert source.key("one", now=600.0).kid == "one"
    assert source.key("one", now=629.0).kid == "one"
    assert issuer.fetches == 2
    assert source.key("one", now=86_400.0).kid == "one"
    with pytest.raises(KeysUnavailable):
        source.key("one", now=86_431.0)
    issuer.away = False
    assert source.key("one", now=86_470.0).kid == "one"


def test_an_issuer_that_never_answered_is_unavailable_and_not_asked_at_each_request(issuer, source) -> None:
    issuer.away = True
    for now in (0.0, 10.0, 20.0):
        with pytest.raises(KeysUnavailable):
            source.key("one", now=now)
    assert issuer.fetches == 1


def test_nobody_with_a_known_key_waits_while_an_unknown_one_is_looked_for(issuer, source) -> None:
    source.key("one", now=0.0)
    fetching, answered = Event(), Event()

    def slow() -> dict:
        fetching.set()
        assert answered.wait(5)
        return {"keys": issuer.keys}

    source._fetch = slow
    with ThreadPoolExecutor(2) as threads:
        unknown = threads.submit(source.key, "two", now=100.0)
        assert fetching.wait(5)
        try:
            assert threads.submit(source.key, "one", now=100.0).result(timeout=2).kid == "one"
        finally:
            answered.set()
        with pytest.raises(UnknownKey):
            unknown.result(timeout=5)


def test_only_fit_signature_keys_are_used(recwarn) -> None:
    unfit = [
        OctKey.generate_key(256).as_dict(private=True, kid="oct"),
        entry(kid="enc", use="enc"),
        entry(OKPKey.generate_key("Ed448"), kid="ed448"),
        entry(OKPKey.generate_key("X25519"), kid="x25519"),
        entry(ECKey.generate_key("P-384"), kid="p384"),
        entry(RSAKey.generate_key(1024), kid="rsa1024"),
        {"kty": "RSA", "kid": "broken", "n": "!", "e": "AQAB"},
        {"kty": "AKP", "kid": "unheard of"},
        {name: value for name, value in entry().items() if name != "kid"},
        "not a key",
    ]
    fit = [
        entry(use="sig"),
        entry(ECKey.generate_key("P-256"), kid="p256"),
        entry(RSAKey.generate_key(2048), kid="rsa"),
    ]
    assert set(import_keys({"keys": unfit + fit})) == {"one", "p256", "rsa"}
    recwarn.clear()  # joserfc warns of the small RSA key this test makes.


@pytest.mark.parametrize("key_set", [{}, {"keys": []}, {"keys": "x"}, {"keys": [1]}])
def test_a_set_without_a_usable_key_is_no_set(key_set) -> None:
    with pytest.raises(KeysUnavailable):
        import_keys(key_set)


def test_keys_come_over_https_from_one_address_without_redirects(monkeypatch) -> None:
    asked = []

    def answer(request):
        asked.append(str(request.url))
        return answers.pop(0)

    def get(url, **options):
        with httpx2.Client(transport=httpx2.MockTransport(answer)) as client:
            return client.get(url, **options)

    monkeypatch.setattr("auth.jwks.httpx2.get", get)
    fetch = fetch_over_https("https://id.example/keys")
    answers = [httpx2.Response(200, content=b'{"keys": []}')]
    assert fetch() == {"keys": []}
    moved = httpx2.Response(302, headers={"location": "https://evil.example"})
    for bad in (moved, *(httpx2.Response(200, content=text) for text in (b"<html>", b"[]", LARGE))):
        answers = [bad]
        with pytest.raises(KeysUnavailable):
            fetch()
    assert set(asked) == {"https://id.example/keys"}
    with pytest.raises(KeysUnavailable, match="https only"):
        fetch_over_https("http://id.example/keys")
