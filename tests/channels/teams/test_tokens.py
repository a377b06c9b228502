"""Who may speak to the Teams webhook: every wrong token and every unreadable body is refused, and nothing is sent."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from bot.channels.teams import keys as keys_module
from bot.channels.teams.keys import KEPT, PAUSE, Keys
from bot.channels.teams.services import Services
from bot.channels.teams.webhook import TeamsInput
from tests.channels.teams.kit import APP, TENANT, claims, handmade, jwk, message, microsoft, private_key, token
from tests.channels.teams.server import SETTINGS, Fixed, sent, served


def now(claims: dict) -> dict:
    """The claims with each span of time as that long from now."""
    return {k: int(time.time() + v.total_seconds()) if isinstance(v, timedelta) else v for k, v in claims.items()}


@pytest.fixture(scope="module")
def service():
    with microsoft() as it:
        it.keys = [jwk("one"), jwk("elsewhere", ["webchat"]), jwk("nobody", []), jwk("short"), jwk("odd", "msteams"),
                   jwk("encrypting", use="enc"), {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}, {"kty": "RSA", "kid": "broken"}, 7]  # fmt: skip
        yield it


@pytest.fixture(scope="module")
def port(service):
    with served(TeamsInput(SETTINGS, service.services, Fixed())) as it:
        yield it


@pytest.fixture
def refused(service, port):
    """Posts a message with a token and says how it was answered; it must not have been answered by a message."""

    def post(bearer, body=None, **headers):
        before = len(service.sent)
        status, said = sent(port, message(service.base) if body is None else body, bearer, **headers)
        assert len(service.sent) == before
        return status, said

    return post


def test_a_valid_token_is_taken(service, port):
    body = message(service.base, conversation={"id": "a:valid", "conversationType": "personal", "tenantId": TENANT})
    assert sent(port, body, token(service.base)) == (200, "")
    assert service.answers("a:valid")


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
        {"iss": "https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0"},
        {"iss": f"https://sts.windows.net/{TENANT}/"},
        {"iss": "https://api.botframework.us"},
        {"iss": "https://api.botframework.com/"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "00000000-0000-0000-0000-000000000000"},
        {"aud": [APP, "another"]},
        {"aud": [APP]},
        {"aud": ""},
        {"aud": None},
        {"exp": timedelta(seconds=-310)},
        {"exp": "soon"},
        {"exp": [1]},
        {"exp": None},
        {"nbf": timedelta(seconds=400)},
        {"nbf": None},
        {"header": {"kid": "unheard of"}},
        {"header": {"kid": None}},
        {"header": {"crit": ["x"], "x": 1}},
        {"key": "another"},
        {"kid": "short"},
        {"kid": "encrypting"},
        {"kid": "broken"},
        {"kid": "secret"},
    ],
    ids=lambda wrong: ", ".join(f"{k} {v}" for k, v in wrong.items()),
)
def test_a_wrong_token_is_refused(refused, service, wrong):
    header = wrong.pop("header", None) if "header" in wrong else None
    if header == {"kid": None}:
        bearer = jwt.encode(claims(service.base), private_key("one"), algorithm="RS256")
    else:
        bearer = token(service.base, header=header, **now(wrong))
    status, said = refused(bearer)
    assert status == 401
    assert "token" in said


@pytest.mark.parametrize("late", [{"exp": timedelta(seconds=-200)}, {"nbf": timedelta(seconds=200)}], ids=str)
def test_clocks_may_differ_by_less_than_five_minutes(service, port, late):
    assert sent(port, {"type": "typing", "channelId": "msteams", "serviceUrl": f"{service.base}/uk/"},
                token(service.base, **now(late)))[0] == 200  # fmt: skip


def signed(data):
    return private_key("one").sign(data, padding.PKCS1v15(), hashes.SHA256())


def test_a_well_signed_token_with_issuers_in_a_list_is_refused(refused, service):
    ours = handmade({"alg": "RS256", "kid": "one"}, claims(service.base, iss=["https://api.botframework.com"]), signed)
    assert refused(ours)[0] == 401


def public_pem():
    return (
        private_key("one")
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


@pytest.mark.parametrize(
    ("header", "sign"),
    [
        ({"alg": "none", "kid": "one"}, lambda data: b""),
        ({"alg": "None", "kid": "one"}, lambda data: b""),
        ({"kid": "one"}, lambda data: b""),
        ({"alg": "RS256", "kid": "one"}, lambda data: b""),
        ({"alg": "RS256", "kid": "one"}, lambda data: b"\0" * 256),
        ({"alg": "HS256", "kid": "one"}, lambda data: hmac.new(public_pem(), data, hashlib.sha256).digest()),
        ({"alg": "RS256", "kid": "one"}, lambda data: hmac.new(public_pem(), data, hashlib.sha256).digest()),
        ({"alg": ["RS256"], "kid": "one"}, lambda data: b""),
        ({"alg": "RS256", "kid": ["one"]}, lambda data: b""),
        ({"alg": "RS256", "kid": {"a": 1}}, lambda data: b""),
        ({"alg": "RS256", "kid": "one", "b64": False, "crit": ["b64"]}, lambda data: b""),
        ("RS256", lambda data: b""),
        (None, lambda data: b""),
    ],
)
def test_a_forged_signature_is_refused(refused, service, header, sign):
    assert refused(handmade(header, claims(service.base), sign))[0] == 401


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_another_algorithm_is_refused_though_the_key_is_right(refused, service, algorithm):
    bearer = jwt.encode(claims(service.base), private_key("one"), algorithm=algorithm, headers={"kid": "one"})
    assert refused(bearer)[0] == 401


@pytest.mark.parametrize("place", ["jku", "x5u", "jwk", "x5c"])
def test_a_key_that_the_token_brings_along_is_neither_fetched_nor_used(refused, service, place):
    with microsoft() as foreign:
        foreign.keys = [jwk("another")]
        brought = {"jku": f"{foreign.base}/keys", "x5u": f"{foreign.base}/keys", "jwk": jwk("another"), "x5c": ["MIIB"]}
        assert refused(token(service.base, key="another", header={place: brought[place]}))[0] == 401
        assert refused(token(service.base, kid="another", header={place: brought[place]}))[0] == 401
        assert foreign.fetched == 0


@pytest.mark.parametrize("payload", ["x", 7, None, [], {}], ids=str)
def test_claims_that_are_none_are_refused(refused, payload):
    assert refused(handmade({"alg": "RS256", "kid": "one"}, payload))[0] == 401


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Bearer ...", "Bearer é.ü.ö", "Basic dXNlcjpwYXNz",
               "Bearer " + "[" * 3000, "Bearer " + "e30." * 1000],
)  # fmt: skip
def test_what_is_no_token_is_refused(service, port, header):
    headers = {} if header is None else {"Authorization": header}
    assert sent(port, message(service.base), None, **headers)[0] == 401


def test_the_header_of_a_token_may_be_nested_deeply_and_is_refused(refused):
    import base64

    deep = base64.urlsafe_b64encode(b"[" * 4000).rstrip(b"=").decode()
    assert refused(f"{deep}.e30.e30")[0] == 401
    assert refused("x" * 20_000)[0] in (400, 401, 413, 431)


# --- what the token does not vouch for -------------------------------------------------------------------------------


@pytest.mark.parametrize("kid", ["elsewhere", "nobody", "odd"])
def test_a_key_that_is_not_endorsed_for_teams_is_refused(refused, service, kid):
    status, said = refused(token(service.base, kid=kid))
    assert status == 403
    assert "endorsed" in said


@pytest.mark.parametrize("channel", ["emulator", "webchat", "directline", "MSTEAMS", "msteams:copilot"])
def test_another_channel_is_refused(refused, service, channel):
    assert refused(token(service.base), message(service.base, channelId=channel))[0] == 403


def test_an_address_that_the_token_does_not_name_is_never_called(refused, service):
    with microsoft() as foreign:
        for address in (f"{foreign.base}/uk/", f"{service.base}/uk", f"{service.base}/UK/", "https://evil.example/",
                        f"{service.base}/uk/?x=1", "file:///etc/passwd"):  # fmt: skip
            status, said = refused(token(service.base), message(service.base, serviceUrl=address))
            assert status == 403
            assert "serviceUrl" in said
        assert refused(token(service.base, serviceurl=None))[0] == 403
        assert refused(token(service.base, serviceurl=["x"]))[0] == 403
        assert foreign.sent == foreign.refused == []


@pytest.mark.parametrize(
    "address", ["http://smba.trafficmanager.net/uk/", "https://evil.example/", "https://smba.trafficmanager.net.evil.example/",
                "https://smba.trafficmanager.net@evil.example/", "https://smba.trafficmanager.net:8443/", "https://10.0.0.1/",
                "https://smba.trafficmanager.net/uk/?to=evil", "https://smba.trafficmanager.net/#x", "//smba.trafficmanager.net/",
                "https://169.254.169.254/", "https://192.168.0.1/", "https://172.16.0.1/", "https://[fd00::1]/", "https://[::ffff:10.0.0.1]/",
                "https://localhost/", "https://2130706433/", "https://metadata.google.internal/", "https://evil.trafficmanager.net/", "https://user:pass@smba.trafficmanager.net/", "x", "https://"],
)  # fmt: skip
def test_an_address_must_be_microsofts_even_where_a_token_names_it(refused, service, address):
    assert refused(token(service.base, serviceurl=address), message(service.base, serviceUrl=address))[0] == 403


def test_outside_of_tests_the_loopback_interface_is_no_address():
    usual = Services()
    for address in (
        "http://127.0.0.1:8000/uk/",
        "https://127.0.0.1/",
        "http://localhost/",
        "https://localhost/",
        "http://[::1]/",
    ):
        assert not usual.trusted(address)
    for address in ("https://smba.trafficmanager.net/uk/", "https://login.botframework.com/v1/.well-known/keys",
                    f"https://smba.trafficmanager.net/emea/{TENANT}/", usual.metadata):  # fmt: skip
        assert usual.trusted(address)


# --- unreadable bodies -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b"7", b'"x"', b"true", b"\xff\xfe{\x00}\x00", "{}".encode("utf-16"), b'{"type": "mess\xe9"}',
     b"[" * 100_000, b'{"a":' * 30_000 + b"1" + b"}" * 30_000, b"{}", b'{"type": 1e999}', b'{"type": ' + b"9" * 5000 + b"}"],
    ids=["empty", "cut", "null", "list", "number", "string", "true", "utf-16 cut", "utf-16", "latin-1", "deep open", "deep", "nothing in it", "infinite", "long number"],
)  # fmt: skip
def test_a_body_that_is_no_activity_is_refused_with_400(refused, service, body):
    status, said = refused(token(service.base), body)
    assert status == 400
    assert said.endswith(".")


@pytest.mark.parametrize(
    "wrong",
    [{"type": 7}, {"type": None}, {"type": ""}, {"channelId": None}, {"channelId": ["msteams"]}, {"serviceUrl": {}}, {"id": 7},
     {"id": None}, {"id": "x" * 5000}, {"conversation": None}, {"conversation": "x"}, {"conversation": {"id": 7}},
     {"conversation": []}, {"from": None}, {"from": []}, {"from": {"id": None}}, {"recipient": None}, {"text": 7},
     {"text": ["x"]}, {"entities": "x"}, {"attachments": {}}, {"channelData": "x"}, {"id": "\ud800"}, {"conversation": {"id": "x" * 5000}}],
    ids=lambda wrong: ", ".join(f"{k} {str(v)[:20]!a}" for k, v in wrong.items()),
)  # fmt: skip
def test_a_message_of_another_form_is_refused_with_400(refused, service, wrong):
    assert refused(token(service.base), message(service.base, **wrong))[0] == 400


@pytest.mark.parametrize("size", [300_000, 2_000_000])
def test_a_body_that_is_too_large_is_refused_with_413(refused, service, size):
    try:
        status, _ = refused(token(service.base), message(service.base, "x" * size))
    except (BrokenPipeError, ConnectionResetError):
        return  # the server hung up before it had read it all
    assert status == 413


def test_who_is_not_authentic_learns_nothing_of_the_body(refused):
    assert refused("x", b"{")[0] == 401


def test_other_methods_are_refused(port):
    import http.client

    for method in ("GET", "PUT", "DELETE"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, "/webhooks/teams/webhook")
        assert connection.getresponse().status == 405
        connection.close()


# --- keys and their rotation -----------------------------------------------------------------------------------------


def found(keys, *kids):
    async def all_():
        return [await keys.find(kid) is not None for kid in kids]

    return asyncio.run(all_())


@pytest.fixture
def other():
    """Services of the test's own, whose keys it may change."""
    with microsoft() as it:
        yield it


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def test_keys_are_fetched_once_and_kept_for_a_day(other):
    clock = Clock()
    keys = Keys(other.services, clock)
    assert found(keys, "one", "one", "one") == [True] * 3
    assert other.fetched == 1
    clock.now += KEPT + 1
    other.keys = [jwk("two")]
    assert found(keys, "one", "two") == [False, True]
    assert other.fetched == 2


def test_a_new_key_is_fetched_but_not_more_than_once_a_minute(other):
    clock = Clock()
    keys = Keys(other.services, clock)
    assert found(keys, "one") == [True]
    other.keys.append(jwk("two"))
    assert found(keys, "two", "three", "four") == [False] * 3
    assert other.fetched == 1
    clock.now += PAUSE + 1
    assert found(keys, "two", "three", "four", "one") == [True, False, False, True]
    assert other.fetched == 2


def test_keys_stay_in_use_while_fetching_fails(other):
    clock = Clock()
    keys = Keys(other.services, clock)
    assert found(keys, "one") == [True]
    other.down = True
    clock.now += KEPT * 3
    assert found(keys, "one", "two") == [True, False]
    other.down, other.keys = False, []
    clock.now += PAUSE + 1
    assert found(keys, "one") == [True], "an empty list must not lock everybody out"


@pytest.mark.parametrize(
    "metadata", [{}, [], 7, {"jwks_uri": 7}, {"jwks_uri": "http://evil.example/keys"}, {"jwks_uri": "https://evil.example/keys"},
                 {"jwks_uri": "/keys"}],
    ids=str,
)  # fmt: skip
def test_metadata_that_lead_elsewhere_give_no_keys(other, metadata):
    other.metadata = metadata
    assert found(Keys(other.services), "one") == [False]


def test_keys_are_not_fetched_from_where_microsoft_is_not(other):
    other.metadata = {"jwks_uri": f"{other.base}/keys".replace("127.0.0.1", "localhost")}
    assert found(Keys(other.services), "one") == [False]
    assert other.fetched == 0


def test_many_at_once_fetch_once(other):
    keys = Keys(other.services)

    async def crowd():
        return await asyncio.gather(*(keys.find("one") for _ in range(50)))

    assert all(asyncio.run(crowd()))
    assert other.fetched == 1


def test_a_key_is_rotated_while_the_server_runs(other, monkeypatch):
    monkeypatch.setattr(keys_module, "PAUSE", 0)
    typing = {"type": "typing", "channelId": "msteams", "serviceUrl": f"{other.base}/uk/"}
    with served(TeamsInput(SETTINGS, other.services, Fixed())) as port:
        assert sent(port, typing, token(other.base, "one"))[0] == 200
        other.keys = [jwk("two")]
        assert sent(port, typing, token(other.base, "two"))[0] == 200
        assert sent(port, typing, token(other.base, "one"))[0] == 401, "a key that was withdrawn"


def test_who_does_not_even_claim_to_be_the_bot_framework_makes_us_fetch_nothing(other):
    with served(TeamsInput(SETTINGS, other.services, Fixed())) as port:
        for wrong in ({"iss": "https://evil.example"}, {"aud": "x"}, {"exp": 1}, {"kid": "one", "exp": None}):
            assert sent(port, {}, token(other.base, **wrong))[0] == 401
        assert other.fetched == 0
        for _ in range(3):
            assert sent(port, {}, token(other.base, "unheard of"))[0] == 401
        assert other.fetched == 1


def test_while_no_key_is_to_be_had_the_answer_is_to_send_it_again(other):
    other.down = True
    with served(TeamsInput(SETTINGS, other.services, Fixed())) as port:
        status, said = sent(port, json.dumps({}), token(other.base))
    assert status == 503
    assert "again" in said
