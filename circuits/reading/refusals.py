"""Why a file or a text is not read at all: each with what to do instead."""

from typing import ClassVar

from core.errors import DomainError
from core.french import typeset

MAX_BYTES = 20_000_000
MAX_LINES = 5_000
MAX_LINE = 10_000
MAX_TEXT = 5_000_000
MAX_COLUMNS = 200
MAX_UNZIPPED = 50_000_000
MAX_ENTRIES = 1_000
MAX_RATIO = 200


class UnreadableFile(DomainError):
    """Nothing was read. The sentence says why, and what to send instead."""

    messages: ClassVar[dict[str, str]] = {
        "empty": "Il n’y a rien à lire. Collez un programme, ou choisissez un fichier qui en contient un.",
        "too_big": "Ce fichier pèse plus de 20 Mo. Gardez seulement la feuille du programme, sans images.",
        "image": "Ce fichier est une image, même si son nom dit autre chose. Envoyez un tableau CSV ou XLSX.",
        "pdf": "Ce fichier est un PDF. Copiez son texte et collez-le, ou envoyez le tableau CSV ou XLSX.",
        "old_excel": "Ce fichier est un ancien classeur Excel (.xls). Ouvrez-le, faites « Enregistrer sous », "
        "choisissez « Classeur Excel (.xlsx) », puis envoyez le nouveau fichier.",
        "binary_excel": "Ce fichier est un classeur binaire (.xlsb). Enregistrez-le au format .xlsx, puis envoyez-le.",
        "encrypted": "Ce classeur est protégé par un mot de passe. Retirez le mot de passe, puis envoyez-le.",
        "open_document": "Ce fichier vient de LibreOffice (.ods). "
        "Enregistrez-le au format .xlsx ou .csv, puis envoyez-le.",
        "document": "Ce fichier est un document de texte. Copiez son contenu et collez-le ici.",
        "web_page": "Ce fichier est une page web. Ouvrez-la, copiez le tableau et collez-le ici.",
        "archive": "Ce fichier est une archive. Ouvrez-la et envoyez seulement le tableau CSV ou XLSX.",
        "zip_bomb": "Ce classeur se déplie en un contenu démesuré : il n’est pas ouvert. "
        "Recopiez le programme dans un classeur neuf.",
        "unsafe_xml": "Ce classeur contient des instructions interdites : il n’est pas ouvert. "
        "Recopiez le programme dans un classeur neuf.",
        "broken": "Ce fichier est abîmé ou incomplet. Enregistrez-le à nouveau, puis renvoyez-le.",
        "null_bytes": "Ce contenu n’est pas du texte. Enregistrez le tableau en CSV ou en XLSX, puis envoyez-le.",
        "too_many_columns": f"Ce tableau a plus de {MAX_COLUMNS} colonnes. Gardez seulement celles du programme.",
        "too_long": "Ce texte est trop long. Envoyez-le en plusieurs fois.",
        "no_sheet": "Ce classeur n’a aucune feuille visible avec du contenu. Vérifiez-le, puis renvoyez-le.",
        "unknown_sheet": "Cette feuille n’existe pas dans le classeur. Choisissez-en une autre.",
    }
    status: ClassVar[int] = 422

    def __init__(self, code: str, *, message: str | None = None) -> None:
        super().__init__(code, message=typeset(message or self.messages[code]), field="file")


def too_many_lines() -> UnreadableFile:
    """More lines than a circuit has in years."""
    return UnreadableFile(
        "too_many_lines",
        message="Ce tableau a plus de 5 000 lignes. Envoyez-le en plusieurs fois, 5 000 lignes au plus.",
    )


def too_many_screenings() -> UnreadableFile:
    """Days times hours: a few words may say thousands."""
    return UnreadableFile(
        "too_many_screenings",
        message="Ce programme donne plus de 5 000 séances. Envoyez-le en plusieurs fois.",
    )


def line_too_long(number: int) -> UnreadableFile:
    """One line that no one wrote by hand."""
    return UnreadableFile(
        "line_too_long",
        message=f"La ligne {number} a plus de 10 000 caractères. Coupez-la, ou vérifiez les sauts de ligne.",
    )
