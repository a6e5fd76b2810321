"""Locks of this app. Order everywhere: deposit → slot → booking → structure's year; an offer before its slots.

`no_key`: whoever books only shares the offer's key, and must not wait for somebody who edits its title.
"""

from offers.models import Offer, Slot


def offer_for_update(*, pk: int) -> Offer:
    """Lock an offer's row, and only it."""
    return (
        Offer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("address", "venue")
        .get(pk=pk)
    )


def slot_for_update(*, pk: int) -> Slot:
    """Lock a slot's row, and only it."""
    return (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("offer__address", "offer__venue")
        .get(pk=pk)
    )
