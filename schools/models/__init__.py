"""Referencing of structures, and what they propose to schools."""

from schools.models.institutions import Institution
from schools.models.offers import SchoolOffer
from schools.models.referencing import Act, Application, Mandate, Piece

__all__ = ["Act", "Application", "Institution", "Mandate", "Piece", "SchoolOffer"]
