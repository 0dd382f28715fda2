# German. Polite form “Sie”; short sentences, no jargon. Glossary, kept to in all files:
# email: E-Mail · site: Website · its owner: Inhaber · operator: Betreiber · user: Benutzer
# script: Skript · sender: Absender · form: Formular · hosting provider: Hosting-Anbieter
# recipient and receiver: Empfänger; where the machine is meant: der Server des Empfängers · mailbox: Postfach · spam: Spam
# waiting emails, queue: wartende E-Mails · to wait: warten
# sending: Versand · block: den Versand anhalten (angehalten) · unblock: den Versand (wieder) starten · is on: läuft
# lock: sperren, Sperre · purge: wartende E-Mails löschen, der Versand geht weiter
# held, kept back: zurückgehalten · let through, release: freigeben · try again: erneut versuchen
# in error, failed: fehlgeschlagen · failures, errors: Fehler · refused: abgelehnt · accepted, taken: angenommen
# hand over: übergeben · deliver: zustellen · goes out: wird versendet · given up: verfällt (never “aufgegeben”: that is “posted”)
# reason: Begründung · overview: Übersicht · history: Verlauf · log in, out: anmelden, abmelden
# token: das API-Token · login (of SMTP): das Login · login link: Anmeldelink · next hop: Zielserver · drop directory: Ablageverzeichnis
# Spans stand in the dative (3 Tagen), as they follow “vor”, “in”, “nach”, “seit”, “innerhalb von”: never show one without
# such a word before it.

# How numbers, dates and spans are written.
percent = { $number } %
date = { $day }. { $month } { $year }
date-short = { $day }. { $month }
moment = { $day }, { $clock }
month-1 = Jan.
month-2 = Feb.
month-3 = März
month-4 = Apr.
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = Aug.
month-9 = Sept.
month-10 = Okt.
month-11 = Nov.
month-12 = Dez.
seconds = { $count ->
    [one] { $count } Sekunde
   *[other] { $count } Sekunden
}
minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tagen
}
just-now = gerade eben
span-ago = vor { $span }
in-span = in { $span }
