"""One grammar of telephone numbers, for the application as for the offers."""

import pytest
from django.core.exceptions import ValidationError

from schools.forms.offers import SchoolOfferForm
from schools.forms.phones import phone_field
from schools.forms.referencing import InterventionsForm

FIELDS = (
    SchoolOfferForm.base_fields["contact_phone"],
    InterventionsForm.base_fields["contact_phone"],
)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "number", ["0565000000", "05 65 00 00 00", "05.65.00.00.00", "+33 5 65 00 00 00", "(05) 65-00/00", ""]
)
def test_a_number_is_read_the_same_everywhere(field: object, number: str) -> None:
    assert field.clean(number) == number


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "number",
    [
        "appelez-moi",
        "12345",
        "+",
        "......",
        "05 65 ²² 00 00",
        "05 65 00 00 00 00 00 0",
        "05+65000000",
        "05 65\n00",
    ],
)
def test_what_is_no_number_is_refused_everywhere(field: object, number: str) -> None:
    with pytest.raises(ValidationError):
        field.clean(number)


def test_a_number_may_stay_empty() -> None:
    assert phone_field("Téléphone").clean("") == ""
