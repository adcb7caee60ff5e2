"""Accounts of the staff: made, renewed and closed on the machine itself, never by a page.

Each act is an action with an event in the ledger. There is no self-registration.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.interfaces.desk.models import FirstPassword
from antigone.interfaces.desk.permissions import Role, roles_named
from antigone.interfaces.desk.second_factor.actions import remove_all
from antigone.interfaces.desk.second_factor.queries import factors_of
from antigone.interfaces.desk.second_factor.values import Factors

# Without i, l, o, 0 and 1: people read such a password to each other.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_NAME = re.compile(r"[^\W_][\w.-]{1,39}")


class AccountError(Exception):
    """An account cannot be made or changed; the message is a sentence for the administrator."""


@dataclass(frozen=True, slots=True)
class Account:
    """One member of the staff, for a list."""

    name: str
    roles: tuple[Role, ...]
    open: bool
    must_change_password: bool
    last_sign_in: datetime | None


@dataclass(frozen=True, slots=True)
class NewPassword:
    """What the administrator hands over. `one_time_password` is empty when the password was chosen at the keyboard."""

    name: str
    one_time_password: str


def account_name(written: str) -> str:
    """The name as it is kept and compared: without outer blanks, in small letters, in one Unicode form."""
    return unicodedata.normalize("NFKC", written).strip().casefold()


@action
def add_account(name: str, role: Role, *, password: str | None, actor: Actor) -> NewPassword:
    """Make an account in one role.

    Args:
        password: chosen by the person at the keyboard; None makes a one-time password that must be changed at the
            first sign-in.

    Raises:
        AccountError: the name is taken or cannot be one, or the password is too weak.
    """
    kept = account_name(name)
    if not _NAME.fullmatch(kept):
        raise AccountError(f"«{name}» cannot be a user name; use 2 to 40 letters, digits, dots and hyphens")
    if User.objects.filter(username=kept).exists():
        raise AccountError(f"there is an account «{kept}» already; give it a new password with: antigone user password")
    user = User(username=kept)
    given = _set_password(user, password)
    user.save()
    user.groups.add(Group.objects.get(name=role.value))
    _mark_first_password(user, given)
    record_event("desk.add_account", actor=actor, subject=Subject("account", kept), detail={"role": role.value})
    return NewPassword(kept, given)


@action
def renew_password(name: str, *, password: str | None, actor: Actor) -> NewPassword:
    """Give an account a new password, and open it again if it was closed; its sessions end.

    Raises:
        AccountError: there is no such account, or the password is too weak.
    """
    user = _existing(name)
    given = _set_password(user, password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    _mark_first_password(user, given)
    record_event("desk.renew_password", actor=actor, subject=Subject("account", user.username), detail={})
    return NewPassword(user.username, given)


@action
def close_account(name: str, *, actor: Actor) -> None:
    """Close an account; its sessions end with its next request. What it did stays in the ledger under its name.

    Raises:
        AccountError: there is no such account.
    """
    user = _existing(name)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record_event("desk.close_account", actor=actor, subject=Subject("account", user.username), detail={})


@action
def reset_factors(name: str, *, second: str, second_password: str, actor: Actor) -> NewPassword:
    """Let somebody in again who has lost every second factor: all of them go, and the password too, so that who knows
    it cannot enrol in the person's place; sessions end. What was signed with the passkeys stays signed.

    Args:
        second: an administrator of the bureau besides whoever runs this machine, and not the person.
        second_password: that administrator's own password.

    Raises:
        AccountError: there is no such account, or the second administrator is none, is the person, or gave a wrong
            password.
    """
    user = _existing(name)
    other = _existing(second)
    if other.pk == user.pk:
        raise AccountError("nobody resets the factors of their own account; name another administrator with --second")
    if Role.ADMINISTRATOR not in roles_of(other) or not other.is_active:
        raise AccountError(f"«{other.username}» is no administrator with an open account; name one with --second")
    if not check_password(second_password, other.password):
        raise AccountError(f"this is not the password of «{other.username}»; nothing was changed")
    gone = remove_all(user)
    given = _set_password(user, None)
    user.save(update_fields=["password"])
    _mark_first_password(user, given)
    record_event(
        "desk.reset_factors",
        actor=actor,
        subject=Subject("account", user.username),
        detail={"second": other.username, **gone},
    )
    return NewPassword(user.username, given)


@action
def change_own_password(user: User, password: str, *, actor: Actor) -> None:
    """The person's own new password; it ends every other session of the account."""
    user.set_password(password)
    user.save(update_fields=["password"])
    FirstPassword.objects.filter(account=user).delete()
    record_event("desk.change_own_password", actor=actor, subject=Subject("account", user.username), detail={})


@action
def record_sign_in(user: User, *, second_factor: str, actor: Actor) -> None:
    """That somebody signed in, and with which second factor; from where is not kept."""
    record_event(
        "desk.sign_in",
        actor=actor,
        subject=Subject("account", user.username),
        detail={"second_factor": second_factor},
    )


def accounts() -> tuple[Account, ...]:
    """Everybody who has an account, by name."""
    return tuple(
        Account(
            name=user.username,
            roles=tuple(sorted(roles_of(user))),
            open=user.is_active,
            must_change_password=must_change_password(user),
            last_sign_in=user.last_login,
        )
        for user in User.objects.order_by("username").prefetch_related("groups")
    )


def factors_named(name: str) -> Factors:
    """The second factors of an account.

    Raises:
        AccountError: there is no such account.
    """
    return factors_of(_existing(name))


def roles_of(user: User) -> frozenset[Role]:
    """The roles that an account has."""
    return roles_named(group.name for group in user.groups.all())


def must_change_password(user: User) -> bool:
    """Whether somebody else made the account's password."""
    return FirstPassword.objects.filter(account=user).exists()


def _existing(name: str) -> User:
    user = User.objects.filter(username=account_name(name)).first()
    if user is None:
        raise AccountError(f"there is no account «{name}»; list them with: antigone user list")
    return user


def _set_password(user: User, chosen: str | None) -> str:
    """Set the password; gives the one-time password that was made, or the empty string."""
    if chosen is None:
        made = "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
        user.set_password(made)
        return made
    try:
        validate_password(chosen, user)
    except ValidationError as weak:
        raise AccountError(" ".join(weak.messages)) from None
    user.set_password(chosen)
    return ""


def _mark_first_password(user: User, one_time: str) -> None:
    if one_time:
        FirstPassword.objects.get_or_create(account=user)
    else:
        FirstPassword.objects.filter(account=user).delete()
