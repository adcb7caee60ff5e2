"""Addresses of second factors."""

from django.urls import path

from antigone.interfaces.desk.second_factor.views import enrolling, showing

patterns = [
    path("sign-in/second-step/", showing.second_step, name="second-step"),
    path("sign-in/passkey/question/", showing.passkey_question, name="passkey-question"),
    path("sign-in/passkey/", showing.passkey_sign_in, name="passkey-sign-in"),
    path("second-factor/", enrolling.factors, name="factors"),
    path("second-factor/passkeys/", enrolling.passkey_add, name="passkey-add"),
    path("second-factor/codes/", enrolling.codes_add, name="codes-add"),
    path("second-factor/remove/", enrolling.factor_remove, name="factor-remove"),
    path("second-factor/show/", showing.fresh_factor, name="step-up"),
]
