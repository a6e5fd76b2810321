"""What the app reads of places and structures. Docstrings of serializers are published, hence in French."""

from rest_framework import serializers

from core.api.fields import Identifier


class AddressSerializer(serializers.Serializer):
    """Où c’est. `label` et `street` peuvent être vides ; coordonnées WGS 84 ; fuseau IANA."""

    label = serializers.CharField()
    street = serializers.CharField()
    postal_code = serializers.CharField()
    city = serializers.CharField()
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()
    time_zone = serializers.CharField()


class VenueRefSerializer(serializers.Serializer):
    """La structure qui propose l’offre."""

    id = Identifier()
    name = serializers.CharField(source="display_name")


class VenueSerializer(VenueRefSerializer):
    """La page publique d’une structure."""

    description = serializers.CharField()
    is_itinerant = serializers.BooleanField()
    address = AddressSerializer()
