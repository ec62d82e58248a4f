"""Quality on labelled data, measured with the product's own code.

A family is one kind of task; its module turns rows of a data set into prediction rows and computes the figures as the
public scorer of that set does. ``FAMILIES`` is asked in order; the first whose ``covers`` says yes takes the set.
"""

from verification.evaluation.families import FAMILIES, Family, family_of

__all__ = ["FAMILIES", "Family", "family_of"]
