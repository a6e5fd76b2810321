"""What the app reads about places and structures."""

from rest_framework import serializers

from core.api.fields import Identifier


class AddressOut(serializers.Serializer):
    """Where it is. `label` and `street` may be empty; coordinates are WGS 84 degrees; `time_zone` is an IANA name."""

    label = serializers.CharField()
    street = serializers.CharField()
    postal_code = serializers.CharField()
    city = serializers.CharField()
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()
    time_zone = serializers.CharField()


class VenueRefOut(serializers.Serializer):
    """Whose offer it is."""

    id = Identifier()
    name = serializers.CharField(source="display_name")


class VenueOut(VenueRefOut):
    """The public page of a structure."""

    description = serializers.CharField()
    is_itinerant = serializers.BooleanField()
    address = AddressOut()
