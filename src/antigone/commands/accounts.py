"""`antigone user`: accounts of the staff's desk."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from antigone.commands.frame import Json, at_work, operator, print_json

user = typer.Typer(
    help="Accounts of the staff's desk: made, renewed and closed here, never by a page.", no_args_is_help=True
)

AskPassword = Annotated[
    bool, typer.Option("--ask", help="Let the person type a password now; else a one-time password is printed.")
]


@user.command(name="add")
def user_add(
    name: Annotated[str, typer.Argument(help="What the person types to sign in.")],
    role: Annotated[
        str, typer.Option(help="registrar, case worker, laboratory, custodian, analyst, auditor, administrator.")
    ],
    ask: AskPassword = False,
    as_json: Json = False,
) -> None:
    """Make an account for a member of the staff."""
    from antigone.interfaces.desk.permissions import Role
    from antigone.server.configuration import Zone

    wanted = role.replace("-", " ")
    if wanted not in set(Role):
        raise typer.BadParameter(f"«{role}» is no role; write one of: {', '.join(Role)}")
    password = _typed_password() if ask else None
    with at_work(Zone.OWNER):
        from antigone.interfaces.desk.accounts import add_account

        made = add_account(name, Role(wanted), password=password, actor=operator())
    _say_password(made.name, made.one_time_password, as_json=as_json)


@user.command(name="password")
def user_password(
    name: Annotated[str, typer.Argument(help="The account's name.")], ask: AskPassword = False, as_json: Json = False
) -> None:
    """Give an account a new password; a closed account opens again, and its sessions end."""
    from antigone.server.configuration import Zone

    password = _typed_password() if ask else None
    with at_work(Zone.OWNER):
        from antigone.interfaces.desk.accounts import renew_password

        made = renew_password(name, password=password, actor=operator())
    _say_password(made.name, made.one_time_password, as_json=as_json)


@user.command(name="close")
def user_close(name: Annotated[str, typer.Argument(help="The account's name.")]) -> None:
    """Close an account at once; what it did stays in the ledger."""
    from antigone.server.configuration import Zone

    with at_work(Zone.OWNER):
        from antigone.interfaces.desk.accounts import close_account

        close_account(name, actor=operator())
        print(f"The account «{name}» is closed; open it again with: antigone user password {name}")


@user.command(name="factors")
def user_factors(name: Annotated[str, typer.Argument(help="The account's name.")], as_json: Json = False) -> None:
    """Show which second factors an account has: passkeys by name and day, one-time codes. No key is shown."""
    with at_work():
        from antigone.interfaces.desk.accounts import factors_named

        found = factors_named(name)
        if as_json:
            print_json(asdict(found))
            return
        for passkey in found.passkeys:
            print(f"passkey «{passkey.name}», since {passkey.added_at:%Y-%m-%d}")
        if found.codes_since:
            print(f"one-time codes, since {found.codes_since:%Y-%m-%d}")
        if not found.count:
            print("no second factor yet; the next sign-in asks for one")


@user.command(name="reset-factors")
def user_reset_factors(
    name: Annotated[str, typer.Argument(help="The account of whoever has lost every second factor.")],
    second: Annotated[
        str,
        typer.Option(help="A second administrator, who types a password here: not you, not the account's owner."),
    ],
    as_json: Json = False,
) -> None:
    """Let somebody in again who has lost every second factor: with a second administrator, and a new password."""
    from antigone.server.configuration import Zone

    password = str(typer.prompt(f"Password of {second}", hide_input=True, err=True))
    with at_work(Zone.OWNER):
        from antigone.interfaces.desk.accounts import reset_factors

        made = reset_factors(name, second=second, second_password=password, actor=operator())
    _say_password(made.name, made.one_time_password, as_json=as_json)


@user.command(name="list")
def user_list(as_json: Json = False) -> None:
    """List the accounts with their roles."""
    from antigone.interfaces.terminal import accounts_in_words

    with at_work():
        from antigone.interfaces.desk.accounts import accounts

        found = accounts()
        print_json([asdict(account) for account in found]) if as_json else print(accounts_in_words(found))


def _typed_password() -> str:
    return str(typer.prompt("Password (14 characters or more)", hide_input=True, confirmation_prompt=True, err=True))


def _say_password(name: str, one_time_password: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"name": name, "one_time_password": one_time_password or None})
    elif one_time_password:
        print(f"Account: {name}\nOne-time password: {one_time_password}")
        print("It is shown only now; the first sign-in asks for another.")
    else:
        print(f"The account «{name}» can sign in.")
