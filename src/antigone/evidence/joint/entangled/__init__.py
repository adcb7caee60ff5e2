"""What can be said of components that no exact sum reaches, and how far it can be believed."""

from antigone.evidence.joint.entangled.approximation import Answer, approximation

__all__ = ["Answer", "approximation"]
