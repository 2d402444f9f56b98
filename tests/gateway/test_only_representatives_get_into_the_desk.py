"""The desk is shut to everybody else: accounts, sessions, forms from other sites, too many tries, roles."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Guide, gateway
from desk_steps import PASSWORD, Browser, first_admin, first_code, ids, representative

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def admin(client, settings):
    return first_admin(client, settings.folder)


@pytest.fixture
def ben(admin):
    return representative(admin, "Ben")


def test_the_code_is_printed_once_there_is_nobody_and_works_once(settings, capsys):
    with gateway(settings, Guide()) as client:
        code = first_code(settings.folder)
        assert re.fullmatch(r"([A-Z2-9]{4}-){3}[A-Z2-9]{4}", code)
        assert f"/desk/first and give this code: {code}" in capsys.readouterr().out
        first_admin(client, settings.folder)
        other = Browser(client)
        again = other.post("/desk/first", code=code, name="Eve", email="eve@example.org", password=PASSWORD)
        assert again.status_code == 409
        assert other.get("/desk/first").headers["location"] == "/desk/sign-in"
    assert not (settings.folder / "first-admin.code").exists()
    with gateway(settings, Guide()):
        assert "code" not in capsys.readouterr().out


def test_the_code_is_the_same_after_a_restart_and_nobody_else_can_read_its_file(settings):
    with gateway(settings, Guide()):
        code = first_code(settings.folder)
    with gateway(settings, Guide()):
        assert first_code(settings.folder) == code
    assert (settings.folder / "first-admin.code").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("code", "AAAA-AAAA-AAAA-AAAA", 403),
        ("code", "", 403),
        ("password", "short", 422),
        ("email", "nobody", 422),
        ("name", " ", 422),
    ],
)
def test_a_wrong_first_form_makes_nobody(client, settings, field, value, status):
    browser = Browser(client)
    form = {"code": first_code(settings.folder), "name": "Ada", "email": "ada@example.org", "password": PASSWORD}
    assert browser.post("/desk/first", **{**form, field: value}).status_code == status
    assert browser.get("/desk/first").status_code == 200


def test_the_first_code_cannot_be_guessed_at_will(client):
    browser = Browser(client)
    got = [
        browser.post("/desk/first", code="X", name="E", email="e@example.org", password=PASSWORD).status_code for _ in range(10)
    ]
    assert got[-1] == 429


def test_one_command_makes_an_admin_too(settings):
    command = [sys.executable, "-m", "gateway.desk", "add-admin"]
    environment = {"PATH": "/usr/bin", "CRG_DATA_DIR": str(settings.folder)}

    def run(*arguments, password=PASSWORD):
        return subprocess.run(
            [*command, *arguments], cwd=ROOT, env=environment, input=f"{password}\n", capture_output=True, text=True, check=False
        )

    assert run("ada@example.org").returncode == 2
    assert run("ada@example.org", "Ada", password="short").returncode == 2
    made = run("ada@example.org", "Ada")
    assert (made.returncode, made.stderr) == (0, "")
    assert run("ada@example.org", "Ada").returncode == 2, "taken"
    with gateway(settings, Guide()) as client:
        assert Browser(client).sign_in("ada@example.org").status_code == 303


@pytest.mark.parametrize("path", ["/desk/people", "/desk/me", "/desk/record"])
def test_without_signing_in_every_page_leads_to_the_sign_in(client, settings, path):
    first_admin(client, settings.folder)
    got = Browser(client).get(path)
    assert (got.status_code, got.headers["location"]) == (302, "/desk/sign-in")
    part = Browser(client).get(path, headers={"hx-request": "true"})
    assert (part.status_code, part.headers["hx-redirect"]) == (401, "/desk/sign-in")


def test_a_stolen_store_opens_no_session_and_no_password(client, settings, admin):
    stored = (settings.folder / "gateway.db").read_bytes() + (settings.folder / "gateway.db-wal").read_bytes()
    assert admin.cookies["crg_desk"].encode() not in stored
    assert PASSWORD.encode() not in stored
    assert b"$argon2id$" in stored


def test_signing_out_ends_the_session_itself(admin):
    kept = dict(admin.cookies)
    assert admin.post("/desk/sign-out").status_code == 303
    admin.cookies.update(kept)
    assert admin.get("/desk/people").status_code == 302


def test_a_session_ends_by_itself(admin, change):
    change("UPDATE desk_sessions SET expires_at = '2020-01-01 00:00:00.000000'")
    assert admin.get("/desk/people").status_code == 302


def test_the_cookie_is_shut_to_scripts_and_other_sites(client, settings):
    first_admin(client, settings.folder)
    browser = Browser(client)
    set_cookie = browser.sign_in("ada@example.org").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/desk"} <= {part.strip() for part in set_cookie.split(";")}


def test_over_https_the_cookie_is_for_https_alone(settings):
    from gateway.settings import Settings

    with gateway(Settings(**{**settings.model_dump(), "public_url": "https://guide.example.org"}), Guide()) as client:
        browser = Browser(client)
        client.base_url = "https://guide.example.org"
        form = {"code": first_code(settings.folder), "name": "Ada", "email": "ada@example.org", "password": PASSWORD}
        assert "Secure" in browser.post("/desk/first", **form).headers["set-cookie"]


@pytest.mark.parametrize("path", ["/desk/people", "/desk/me/password", "/desk/sign-out", "/desk/sign-in", "/desk/first"])
def test_a_form_from_another_site_is_refused(admin, path):
    got = admin.call("POST", path, data={"email": "a@b.c", "name": "E", "role": "admin", "password": PASSWORD, "code": "x"})
    assert got.status_code == 403
    forged = admin.call("POST", path, data={"_csrf_token": "0" * 128})
    assert forged.status_code == 403


def test_the_visitor_api_needs_no_form_token(talk):
    assert talk.post(text="hello").status_code == 202


@pytest.mark.parametrize("path", ["/", "/chat", "/widget.js", "/contacts", "/api/site", "/healthz", "/readyz"])
def test_a_visitor_gets_no_cookie(client, path):
    assert "set-cookie" not in client.get(path).headers


def test_a_wrong_password_says_no_more_than_that(client, settings):
    first_admin(client, settings.folder)
    wrong = Browser(client).sign_in("ada@example.org", "not the password")
    nobody = Browser(client).sign_in("nobody@example.org", "not the password")
    assert wrong.status_code == nobody.status_code == 403
    assert re.search(r'role="alert">([^<]+)', wrong.text)[1] == re.search(r'role="alert">([^<]+)', nobody.text)[1]


def test_too_many_wrong_tries_shut_the_account_for_a_while_even_to_the_right_password(client, settings):
    first_admin(client, settings.folder)
    browser = Browser(client)
    for _ in range(8):
        assert browser.sign_in("Ada@example.org", "wrong").status_code == 403
    shut = browser.sign_in("ada@example.org")
    assert shut.status_code == 429
    assert int(shut.headers["retry-after"]) > 60


def test_a_representative_may_not_do_what_an_admin_may(admin, ben):
    for path in ("/desk/people", "/desk/record"):
        assert ben.get(path).status_code == 403
    me = ids(admin.get("/desk/people").text)["Ben"]
    form = {"name": "Eve", "email": "eve@example.org", "role": "admin", "password": PASSWORD}
    assert ben.post("/desk/people", **form).status_code == 403
    for path in (
        f"/desk/people/{me}/open",
        f"/desk/people/{me}/close",
        f"/desk/people/{me}/sign-out",
        f"/desk/people/{me}/password",
    ):
        assert ben.post(path, password=PASSWORD).status_code == 403
    assert "Eve" not in admin.get("/desk/people").text


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(admin, ben):
    who = ids(admin.get("/desk/people").text)["Ben"]
    assert admin.post(f"/desk/people/{who}/close").status_code == 303
    assert ben.get("/desk/me").status_code == 302
    assert ben.sign_in("ben@example.org").status_code == 403
    admin.post(f"/desk/people/{who}/open")
    assert ben.sign_in("ben@example.org").status_code == 303


def test_an_admin_can_sign_somebody_out_and_set_a_password(admin, ben):
    who = ids(admin.get("/desk/people").text)["Ben"]
    admin.post(f"/desk/people/{who}/sign-out")
    assert ben.get("/desk/me").status_code == 302
    ben.sign_in("ben@example.org")
    assert admin.post(f"/desk/people/{who}/password", password="short").status_code == 422
    assert admin.post(f"/desk/people/{who}/password", password="another long password").status_code == 303
    assert ben.get("/desk/me").status_code == 302
    assert ben.sign_in("ben@example.org", "another long password").status_code == 303


def test_the_last_admin_stays(admin):
    who = ids(admin.get("/desk/people").text)["Ada"]
    assert admin.post(f"/desk/people/{who}/close").status_code == 409
    assert admin.get("/desk/people").status_code == 200


def test_an_account_is_there_once(admin, ben):
    form = {"name": "Ben", "email": "BEN@example.org", "role": "admin", "password": PASSWORD}
    assert admin.post("/desk/people", **form).status_code == 409


def test_a_role_that_is_none(admin):
    form = {"name": "Eve", "email": "eve@example.org", "role": "owner", "password": PASSWORD}
    assert admin.post("/desk/people", **form).status_code == 422


def test_what_is_not_there(admin):
    assert admin.post("/desk/people/nobody/close").status_code == 404
    assert admin.post("/desk/people/nobody/dance").status_code == 404


def test_ones_own_password_needs_the_old_one(ben):
    assert ben.post("/desk/me/password", old="wrong", password="another long password").status_code == 403
    assert ben.post("/desk/me/password", old=PASSWORD, password="another long password").status_code == 303
    assert ben.get("/desk/me").status_code == 302
    assert ben.sign_in("ben@example.org", "another long password").status_code == 303


def test_the_record_says_who_did_what(admin, ben):
    Browser(admin.app).sign_in("ben@example.org", "wrong")
    record = admin.get("/desk/record").text
    for did in ("first admin made", "account made", "signed in", "sign in refused"):
        assert did in record
    assert "ben@example.org" not in record


def test_what_stands_in_a_page_is_text(admin):
    admin.post("/desk/people", name="<script>x", email="x@example.org", role="representative", password=PASSWORD)
    page = admin.get("/desk/people").text
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_no_site_may_frame_the_desk(client):
    got = Browser(client).get("/desk/first")
    assert "frame-ancestors 'none'" in got.headers["content-security-policy"]
    assert got.headers["cache-control"] == "no-store"


def test_what_others_made_is_as_they_made_it():
    """The scripts in desk/vendor are those of their authors, byte for byte."""
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=ROOT / "desk" / "vendor", capture_output=True, check=False)
    assert done.returncode == 0
    assert len((ROOT / "desk" / "vendor" / "SHA256SUMS").read_text().splitlines()) == len(
        list((ROOT / "desk" / "vendor").glob("*.js"))
    )
