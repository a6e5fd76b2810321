"""Production fails closed: what is forgotten stops the start, what is not said is strict."""

import runpy
from typing import Any

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.architecture.source import ROOT

GIVEN = {
    "SECRET_KEY": "a-secret-of-some-length-for-this-test-alone-0123456789",
    "FIELD_KEYS": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "DATABASE_URL": "postgresql://none:none@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The production settings, read again without any file or variable of this machine but these."""
    monkeypatch.setattr(environ.Env, "read_env", lambda *_, **__: None)

    def read(**variables: str) -> dict[str, Any]:
        monkeypatch.setattr("os.environ", dict(variables))
        monkeypatch.setattr(environ.Env, "ENVIRON", dict(variables))
        return runpy.run_path(str(ROOT / "passculture_pro" / "settings" / "base.py"))

    return read


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_a_forgotten_variable_stops_the_start(production: Any, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        production(**{key: value for key, value in GIVEN.items() if key != name})


def test_what_is_not_said_is_strict(production: Any) -> None:
    settings = production(**GIVEN)
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == []
    assert settings["STAFF_SECOND_FACTOR"] is True
    assert settings["CELERY_TASK_TIME_LIMIT"]


def test_debug_cannot_be_switched_on_by_a_variable(production: Any) -> None:
    assert production(**GIVEN, DEBUG="true")["DEBUG"] is False


@pytest.mark.parametrize("cookie", ["SESSION", "CSRF"])
def test_cookies_are_for_https_alone(production: Any, cookie: str) -> None:
    settings = production(**GIVEN)
    assert settings[f"{cookie}_COOKIE_SECURE"] is True
    assert settings[f"{cookie}_COOKIE_HTTPONLY"] is True
    assert settings[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
    assert settings[f"{cookie}_COOKIE_SAMESITE"] in {"Lax", "Strict"}


def test_plain_http_is_left_at_once(production: Any) -> None:
    settings = production(**GIVEN)
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_no_script_and_no_style_in_line(production: Any) -> None:
    directives = production(**GIVEN)["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    assert "unsafe" not in str(directives)


def test_everybody_signs_in_unless_a_view_says_otherwise(production: Any) -> None:
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in production(**GIVEN)["MIDDLEWARE"]
