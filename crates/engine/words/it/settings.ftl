# The settings of a site.
settings-report = Indirizzo per i resoconti
settings-report-hint = I resoconti e gli avvisi su questo sito arrivano a questo indirizzo. Lascialo vuoto per non riceverne.
settings-report-wrong = Questo non è un indirizzo email. Scrivilo così: name@example.net, oppure lascia vuoto.
settings-language = Lingua dei resoconti
settings-language-hint = Le email che Postern ti scrive, e quelle di prova, sono in questa lingua.
settings-language-wrong = Postern non parla questa lingua. Scegline una dall’elenco.
settings-zone = Fuso orario
settings-zone-hint = Comincia a scrivere una città e scegli dall’elenco. Ne dipendono “oggi” e tutti gli orari di questo sito.
# $clock is a time of day, by the time zone that is saved.
settings-clock = Ora attuale nel fuso salvato: { $clock }.
settings-zone-wrong = Questo fuso orario non esiste. Scegline uno dall’elenco, per esempio Europe/Rome.
settings-notices = Scrivimi
# One kind of message: emails that are kept back because sending is stopped are given up after some days.
notice-held-mail-goes = quando le email trattenute stanno per essere abbandonate
notice-held-mail-goes-means = Un giorno prima della prima, quando c’è ancora tempo per farla partire.
notice-state-changed = quando l’invio viene fermato o ripreso, o le email in attesa vengono eliminate
notice-state-changed-means = Chi l’ha fatto, perché, e che cosa fare adesso.
notice-first-failure = quando un’email va in errore dopo un mese senza errori
notice-first-failure-means = Subito, senza aspettare il resoconto del giorno.
settings-save = Salva
settings-saved = Le impostazioni sono salvate.
settings-unchanged = Non è cambiato nulla.

# --- what the operator set ---
settings-fixed = Impostato dal tuo provider di hosting
settings-fixed-lead = Se qualcosa dovrebbe essere diverso, chiedi al tuo provider di hosting.
settings-may-look = Il tuo account può vedere, ma qui non può modificare nulla.
settings-domains = Domini dei mittenti
# How Postern knows that an email is of this site.
settings-identities = Riconosciuto da
# $uid is the number of a user of the server’s system.
settings-uid = Utente di sistema { $uid }
settings-login = Accesso SMTP { $login }
settings-range = Indirizzo { $range }
settings-limits = Limiti
# $size is a size like 10 MB.
settings-limit-size = { $size } per email
settings-limit-recipients = { $count ->
    [one] { $count } destinatario per email
   *[other] { $count } destinatari per email
}
settings-limit-queued = { $count ->
    [one] { $count } email in attesa
   *[other] { $count } email in attesa
}
settings-limit-queued-size = { $size } di email in attesa
settings-since = Data di attivazione
settings-none = nessuno
# At the end of a list of which only the beginning is shown.
settings-more = { $count ->
    [one] e { $count } altro
   *[other] e altri { $count }
}
