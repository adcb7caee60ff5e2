"""Keys are made once, for their owner alone, and never used once others could have read them."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from antigone.bureau.enquiries.sealing import new_private_key
from antigone.server.secrets import UnsafeKey, key_named, keys_folder, secret_key, signing_key
from antigone.server.telegram_keys import TelegramKeys, make_telegram_keys


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_is_made_on_first_use_and_kept(data: Path) -> None:
    first = secret_key(data)
    assert len(first) >= 50
    assert secret_key(data) == first
    assert mode(keys_folder(data)) == 0o700
    assert mode(keys_folder(data) / "django.key") == 0o600
    assert [path.name for path in keys_folder(data).iterdir()] == ["django.key"]


def test_keys_of_different_names_and_installations_differ(data: Path, tmp_path: Path) -> None:
    assert len({key_named(data, "one"), key_named(data, "two"), key_named(tmp_path / "other", "one")}) == 3


def test_the_ledgers_key_signs(data: Path) -> None:
    signature = signing_key(data).sign(b"checkpoint")
    signing_key(data).public_key().verify(signature, b"checkpoint")


def test_many_starters_agree_on_one_key(data: Path) -> None:
    program = "import sys; from pathlib import Path; from antigone.server.secrets import secret_key;"
    program += "print(secret_key(Path(sys.argv[1])))"
    starters = [
        subprocess.Popen([sys.executable, "-c", program, str(data)], stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    answers = {starter.communicate(timeout=300)[0].strip() for starter in starters}
    assert len(answers) == 1
    assert answers == {secret_key(data)}


@pytest.mark.parametrize("openness", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_could_read_is_refused_with_the_cure(data: Path, openness: int) -> None:
    secret_key(data)
    path = keys_folder(data) / "django.key"
    path.chmod(openness)
    with pytest.raises(UnsafeKey, match=f"chmod 600 {path}"):
        secret_key(data)


def test_an_open_folder_of_keys_is_refused(data: Path) -> None:
    secret_key(data)
    keys_folder(data).chmod(0o755)
    with pytest.raises(UnsafeKey, match="chmod 700"):
        secret_key(data)


def test_a_link_in_place_of_a_key_is_refused(data: Path, tmp_path: Path) -> None:
    secret_key(data)
    path = keys_folder(data) / "django.key"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafeKey, match="symbolic link"):
        secret_key(data)


def test_an_empty_or_damaged_key_is_refused_and_never_replaced(data: Path) -> None:
    signing_key(data)
    path = keys_folder(data) / "ledger.key"
    path.write_bytes(b"")
    with pytest.raises(UnsafeKey, match="empty"):
        signing_key(data)
    path.write_bytes(b"not a key")
    with pytest.raises(UnsafeKey, match="no private key"):
        signing_key(data)
    assert path.read_bytes() == b"not a key"


@pytest.mark.parametrize("name", ["../django", "", "Django", "a/b", "x" * 60])
def test_a_name_cannot_lead_out_of_the_folder(data: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a key's name"):
        key_named(data, name)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps keys for another account")
def test_keys_that_root_makes_belong_to_the_account_that_owns_the_data(data: Path) -> None:
    secret_key(data)
    assert (keys_folder(data) / "django.key").stat().st_uid == keys_folder(data).stat().st_uid != 0


def test_the_bots_key_is_not_made_anew_while_messages_are_sealed_to_another(data: Path) -> None:
    make_telegram_keys(data)
    first = TelegramKeys(data).private
    private, public = (keys_folder(data) / f"{name}.key" for name in ("telegram", "telegram-public"))
    copy = private.read_bytes()
    private.unlink()
    with pytest.raises(UnsafeKey, match=r"has gone; put its copy back, or remove .* as well"):
        _ = TelegramKeys(data).private
    assert not private.exists()
    key_named(data, "telegram", lambda: new_private_key().seed)
    with pytest.raises(UnsafeKey, match=r"does not open what .* seals; put its copy back"):
        _ = TelegramKeys(data).private
    private.write_bytes(copy)
    assert TelegramKeys(data).private.public.raw == first.public.raw
    private.unlink()
    public.unlink()
    make_telegram_keys(data)
    assert TelegramKeys(data).private.public.raw == TelegramKeys(data).public.raw != first.public.raw
