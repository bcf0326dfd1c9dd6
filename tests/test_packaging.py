"""The wheel and the sdist hold what they should, nothing else, and the installed command works."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel and an sdist, built as a release would be."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def wheel_names(built: Path) -> list[str]:
    (wheel,) = built.glob("newsletter_digest-*.whl")
    return zipfile.ZipFile(wheel).namelist()


def test_the_top_level_of_the_wheel_is_digest_and_subscribers(built: Path) -> None:
    top = {name.split("/")[0] for name in wheel_names(built) if ".dist-info/" not in name and ".data/" not in name}
    assert top == {"digest", "subscribers"}


def test_templates_travel_inside_the_package(built: Path) -> None:
    names = wheel_names(built)
    for part in (
        "classic/mail.mjml.j2",
        "shared/letter.mjml.j2",
        "modern/theme.toml",
        "web/preview.html.j2",
        "web/pages.css.j2",
    ):
        assert f"digest/templates/{part}" in names
    assert "digest/render/locale/ur.po" in names
    assert "digest/demo/newsroom/digest.toml" in names
    assert "digest/py.typed" in names


def test_the_man_page_travels_to_where_man_looks_for_it(built: Path) -> None:
    (page,) = (name for name in wheel_names(built) if name.endswith("/digest.1"))
    assert page.endswith(".data/data/share/man/man1/digest.1")
    (sdist,) = built.glob("newsletter_digest-*.tar.gz")
    with tarfile.open(sdist) as archive:
        assert [name for name in archive.getnames() if name.endswith("/docs/digest.1")]


def test_nobodys_addresses_and_no_database_ever_ship(built: Path) -> None:
    (sdist,) = built.glob("newsletter_digest-*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = [*wheel_names(built), *archive.getnames()]
    assert not [name for name in names if name.endswith((".csv", ".db", ".sqlite", ".sqlite3", ".eml"))]


def test_a_wheel_installed_elsewhere_finds_its_templates(built: Path, tmp_path: Path) -> None:
    """Unpacked as pip would, and run with the checkout out of sight."""
    (wheel,) = built.glob("newsletter_digest-*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "from digest.render import theme, theme_file; theme.load_theme('classic'); print(theme_file.templates_dir())"
    site = str(tmp_path / "site")
    run = [sys.executable, "-c", f"import sys; sys.path.insert(0, {site!r}); {code}"]
    done = subprocess.run(run, check=True, capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.strip() == str(tmp_path / "site" / "digest" / "templates")


def test_the_command_is_named_digest() -> None:
    done = subprocess.run([Path(sys.executable).with_name("digest"), "--version"], capture_output=True, text=True)
    assert done.stdout.startswith("digest ")
    assert done.returncode == 0
