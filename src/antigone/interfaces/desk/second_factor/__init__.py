"""The second factor of the staff: passkeys first, one-time codes to fall back on, a fresh one for what matters most.

`docs/staff-accounts.md` tells it to the people who use it, `docs/decisions/013-passkeys-without-allauth.md` why it is
ours. What others need: `fresh.step_up_of` for the vault, `approvals` for signatures, `permissions.STEP_UP` for routes.
"""
