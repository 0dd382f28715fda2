# How numbers, dates and spans are written.
#
# Glossary, for all files of this language:
#   email = email (f., unchanged in the plural); script = script; token = token; captcha = captcha
#   waiting emails = email in attesa; queue = coda
#   stop or block sending = fermare l’invio; start or unblock = riprendere l’invio; stopped = fermo
#   delete waiting emails (purge) = eliminare le email in attesa; lock = bloccare, blocco (never for “stop”)
#   kept back (held) = trattenuta; let through (release) = lasciar passare; given up = abbandonata
#   in error = in errore; errors, failures = errori; refused = rifiutata; delivered = consegnata
#   recipient = destinatario; sender = mittente; receiver = server del destinatario; mailbox = casella
#   hosting provider = provider di hosting; operator = operatore; site owner = titolare del sito
#   log in = accedere; log out = uscire; login link = link di accesso; set up = attivare, configurare
#   SMTP login = accesso SMTP; next hop = server successivo; drop directory = cartella di deposito
#   end a session = chiudere la sessione, l’accesso; recovery code = codice di recupero; audit log = registro delle azioni
# Who reads is “tu”; actions are imperatives, questions infinitives. No article or “da” stands right before a date, for
# it would change with the day (il 7, l’8): the span comes first, the date in brackets.
percent = { $number }%
date = { $day } { $month } { $year }
date-short = { $day } { $month }
moment = { $day }, { $clock }
month-1 = gen
month-2 = feb
month-3 = mar
month-4 = apr
month-5 = mag
month-6 = giu
month-7 = lug
month-8 = ago
month-9 = set
month-10 = ott
month-11 = nov
month-12 = dic
seconds = { $count ->
    [one] { $count } secondo
   *[other] { $count } secondi
}
minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minuti
}
hours = { $count ->
    [one] { $count } ora
   *[other] { $count } ore
}
days = { $count ->
    [one] { $count } giorno
   *[other] { $count } giorni
}
just-now = adesso
span-ago = { $span } fa
in-span = tra { $span }
