"""Addresses of the money."""

from django.urls import path

from finance.views import bank_accounts, revenue, terms, transfers

app_name = "finance"
_BANK = "finance/informations-bancaires/"
urlpatterns = [
    path("finance/", transfers.index, name="index"),
    path("finance/virements/", transfers.transfers, name="transfers"),
    path("finance/virements/export.csv", transfers.transfers_csv, name="transfers_csv"),
    path("finance/virements/<int:pk>/", transfers.transfer, name="transfer"),
    path("finance/justificatifs/", transfers.statement_list, name="statements"),
    path("finance/justificatifs/details.csv", transfers.year_csv, name="year_csv"),
    path("finance/justificatifs/<int:pk>/justificatif.pdf", transfers.statement_pdf, name="statement_pdf"),
    path("finance/justificatifs/<int:pk>/details.csv", transfers.details_csv, name="details_csv"),
    path(_BANK, bank_accounts.bank_accounts, name="bank_accounts"),
    path(f"{_BANK}depot/", bank_accounts.deposit, name="deposit"),
    path(f"{_BANK}<int:pk>/correction/", bank_accounts.resubmit, name="resubmit"),
    path(f"{_BANK}<int:pk>/rattacher/", bank_accounts.attach, name="attach"),
    path(f"{_BANK}<int:pk>/detacher/<int:venue_pk>/", bank_accounts.detach, name="detach"),
    path(f"{_BANK}<int:pk>/justificatif/", bank_accounts.proof, name="proof"),
    path("finance/chiffre-affaires/", revenue.revenue, name="revenue"),
    path("finance/modalites/", terms.terms, name="terms"),
]
