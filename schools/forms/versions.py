"""What two people may write at once: the form carries the version it was filled in from."""

from django import forms

from core.forms import PortalForm


class VersionedForm(PortalForm):
    """A hidden number; none, or one that is not a number, is no version anybody read."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def version_read(self) -> int:
        """The version that the person had under their eyes; 0: none (the form must have been cleaned)."""
        return self.cleaned_data.get("version") or 0

    def read_again(self, *, version: int) -> None:
        """Sent once more, it will have read this version."""
        read = self.data.copy()  # type: ignore[attr-defined]
        read["version"] = str(version)
        self.data = read
