"""Which blocking rules a comparison uses: the cheapest choice that finds what is wanted, from the bureau's own data."""

from antigone.bureau.matching.plan.planning import WANTED, Plan, RulePlan, Wish, plan_of
from antigone.bureau.matching.plan.trying import FEWEST_CONFIRMED

__all__ = ["FEWEST_CONFIRMED", "WANTED", "Plan", "RulePlan", "Wish", "plan_of"]
