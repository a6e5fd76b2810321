"""CSV file of who is registered to a webinar."""

from core.exports import Column
from core.french import at_zone
from help.models import WebinarRegistration

ATTENDED = {None: "", True: "Présent", False: "Absent"}


def _registered_at(registration: WebinarRegistration) -> str:
    return f"{at_zone(registration.registered_at):%d/%m/%Y %H:%M}"


ATTENDEES = (
    Column(title="Nom", value=lambda row: row.user.last_name),
    Column(title="Prénom", value=lambda row: row.user.first_name),
    Column(title="E-mail", value=lambda row: row.user.email),
    Column(title="Inscrit le", value=_registered_at),
    Column(title="Présence", value=lambda row: ATTENDED[row.attended]),
)
