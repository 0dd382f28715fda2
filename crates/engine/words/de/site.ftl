# The pages of a site: overview, its three actions, and the list of sites.

# --- overview ---
action-block = Versand anhalten
action-unblock = Versand starten
action-purge = Wartende E-Mails löschen
refused-locked = Ihr Hosting-Anbieter hat das gesperrt. Nur er kann den Versand wieder starten oder löschen, was wartet.
refused-purge-first = Nach Spam startet der Versand wieder, wenn die wartenden E-Mails gelöscht sind.
refused-block-first = { $count ->
    [one] Um die { $count } wartende E-Mail zu löschen, halten Sie zuerst den Versand an.
   *[other] Um die { $count } wartenden E-Mails zu löschen, halten Sie zuerst den Versand an.
}
stops-title = Angehalten, während der Rest sendet
stopped-script = Skript
stopped-sender = Absender
script-unknown = unbekanntes Skript

figures-title = Zahlen
figure-sent-today = Heute gesendet
figure-sent-ever = Insgesamt gesendet
# $day is the day the site was set up.
since-created = seit { $day }
figure-in-error = Fehlgeschlagen
in-error-today = { $count ->
    [0] heute keine
   *[other] { $count } heute
}
# Failures that were reported after the email had been taken.
in-error-late = { $count ->
    [one] { $count } später gemeldet
   *[other] { $count } später gemeldet
}
figure-queued = Wartend
queued-due = { $count ->
    [one] { $count } kurz vor dem Versand
   *[other] { $count } kurz vor dem Versand
}
queued-deferred = { $count ->
    [one] { $count } wird erneut versucht
   *[other] { $count } werden erneut versucht
}
queued-held = { $count ->
    [one] { $count } zurückgehalten
   *[other] { $count } zurückgehalten
}

advice-heading = Einen Blick wert
advice-addresses-title = Falsche Adressen
advice-addresses = { $count } der letzten Fehler sind Adressen, an die { $script } geschrieben hat und die es nicht gibt. Prüfen Sie, woher das Skript seine Adressen nimmt.
advice-addresses-link = Diese E-Mails
advice-captcha-title = Missbraucht jemand ein Formular?
advice-captcha = { $script } hat seine letzten { $count } E-Mails innerhalb von { $span } gesendet. Wenn Besucher das auslösen können, tun es vielleicht Programme: Ein Captcha hält sie auf.
advice-captcha-link = Skripte ansehen
advice-spam-title = Empfänger halten E-Mails für Spam
advice-spam = { $count } der letzten Fehler besagen das. Prüfen Sie, was Ihre Skripte senden und ob alles davon von Ihnen stammt.
advice-spam-link = Antworten ansehen
advice-refused-title = Empfänger lehnen den Absender ab
advice-refused = { $count } der letzten Fehler besagen das. Oft ist bei der Domain noch nicht eingetragen, dass dieser Server für sie senden darf (SPF und DKIM): Ihr Hosting-Anbieter kann helfen.
advice-refused-link = Antworten ansehen
advice-report-title = Per E-Mail von Fehlern erfahren
advice-report = E-Mails schlagen fehl, und niemand erfährt es. Geben Sie eine Adresse an: Wenn es etwas zu berichten gibt, kommt am Morgen ein Bericht über den Vortag.
advice-report-link = Adresse angeben
advice-silent-title = Hier kommen keine E-Mails an
advice-silent-ever = Seit diese Website eingerichtet wurde, hat keines ihrer Skripte eine E-Mail übergeben.
advice-silent = Die letzte kam am { $moment } ({ $ago }).
advice-silent-link = Ursache finden

history-title = Verlauf
ranges = Angezeigter Zeitraum
range-24h = 24 Stunden
range-7d = 7 Tage
range-31d = 31 Tage
range-1y = Ein Jahr
legend-sent = Gesendet
legend-failed = Fehlgeschlagen
legend-held = Zurückgehalten
# What a screen reader says of the chart.
chart-name = E-Mails im Zeitverlauf
chart-told = { $sent } gesendet, { $failed } fehlgeschlagen, { $held } zurückgehalten. Dasselbe steht in der Tabelle darunter.
# One column of the chart; $when is a time or a span of days.
chart-column = { $when }: { $sent } gesendet, { $failed } fehlgeschlagen, { $held } zurückgehalten
chart-hours = { $day }, { $from }–{ $to }
chart-days = { $from } – { $to }
history-nothing = In dieser Zeit wurde nichts gesendet.
history-csv = Als CSV herunterladen
history-table = Als Tabelle anzeigen

latest-errors = Letzte Fehler
latest-errors-all = Alle fehlgeschlagenen E-Mails
no-errors = Keine fehlgeschlagenen E-Mails
no-errors-means = Alles, was versendet wurde, hat sein Empfänger angenommen.
# Before the words of a receiver’s server.
reply-said = Antwort des Empfängers
column-when = Wann
column-recipient = Empfänger
column-what = Was geschehen ist
column-script = Skript
column-site = Website
column-state = Zustand
column-failed-today = Heute fehlgeschlagen

# --- the three actions: a question, what will happen, the button, what it came to ---
what-happens = Was geschehen wird
reason-label = Begründung (freiwillig)
reason-hint = Sie steht in der Übersicht, auch für andere, die sich um diese Website kümmern.
reason-too-long = { $count ->
    [one] Die Begründung ist um { $count } Zeichen zu lang. Es wurde noch nichts geändert.
   *[other] Die Begründung ist um { $count } Zeichen zu lang. Es wurde noch nichts geändert.
}
lock-label = Zusätzlich sperren
lock-hint = Nur ein Betreiber kann den Versand wieder starten oder löschen, was wartet; der Inhaber sieht Ihre Begründung.
lifts-lock = Die Sperre wird aufgehoben.

block-question = Versand für { $site } anhalten?
block-new = Was Ihre Skripte ab jetzt senden, wird angenommen und aufbewahrt. Jede E-Mail verfällt nach { $age }.
block-queued = { $count ->
    [0] Jetzt wartet keine E-Mail.
    [one] Die { $count } E-Mail, die jetzt wartet, bleibt hier.
   *[other] Die { $count } E-Mails, die jetzt warten, bleiben hier.
}
block-under-way = Es gilt sofort. Nur was in diesem Moment gerade einem Empfänger übergeben wird, kommt vielleicht noch an.
block-confirm = Versand anhalten
block-done = { $count ->
    [0] Der Versand ist angehalten. Es wartet keine E-Mail.
    [one] Der Versand ist angehalten. { $count } E-Mail wird zurückgehalten.
   *[other] Der Versand ist angehalten. { $count } E-Mails werden zurückgehalten.
}
block-nothing = Der Versand war schon angehalten. Es wurde nichts geändert.

unblock-question = Versand für { $site } starten?
unblock-queued = { $count ->
    [0] Es wartet keine E-Mail. Neue werden sofort zugestellt.
    [one] Die { $count } E-Mail, die wartet, wird versendet.
   *[other] Die { $count } E-Mails, die warten, werden versendet, die älteste zuerst; neue werden sofort versendet.
}
unblock-last = Bei der üblichen Geschwindigkeit dieser Website wird die letzte am { $moment } versendet.
unblock-stopped = { $count ->
    [one] { $count } E-Mail eines angehaltenen Skripts oder Absenders bleibt hier, bis von dort wieder gesendet werden darf (Seite Skripte).
   *[other] { $count } E-Mails angehaltener Skripte oder Absender bleiben hier, bis von dort wieder gesendet werden darf (Seite Skripte).
}
unblock-forced = Eine Woche lang sind doppelt so viele Fehler wie sonst erlaubt.
unblock-confirm = Versand starten
unblock-done = { $count ->
    [0] Der Versand läuft. Es hat keine E-Mail gewartet.
    [one] Der Versand läuft. { $count } E-Mail wird jetzt versendet.
   *[other] Der Versand läuft. { $count } E-Mails werden jetzt versendet, die älteste zuerst.
}
# Before the sentence of those that stay.
unblock-done-none = Der Versand läuft.
unblock-done-last = { $count ->
    [one] Der Versand läuft. { $count } E-Mail wird versendet; bei üblicher Geschwindigkeit am { $moment }.
   *[other] Der Versand läuft. { $count } E-Mails werden versendet, die älteste zuerst; bei üblicher Geschwindigkeit die letzte am { $moment }.
}
unblock-nothing = Der Versand lief schon. Es wurde nichts geändert.

purge-question = Alle wartenden E-Mails von { $site } löschen?
purge-queued = { $count ->
    [0] Jetzt wartet keine E-Mail.
    [one] { $count } E-Mail wird gelöscht, auch wenn ihre Zustellung schon versucht wurde.
   *[other] { $count } E-Mails werden gelöscht, auch jene, deren Zustellung schon versucht wurde.
}
purge-then-red = Der Versand startet wieder: Was Ihre Skripte ab jetzt senden, wird zugestellt.
purge-then-green = Der Versand geht weiter: Was ab jetzt kommt, wird zugestellt.
purge-for-good = Gelöschte E-Mails lassen sich nicht zurückholen. Fehlgeschlagene E-Mails und der Verlauf bleiben erhalten.
purge-confirm = { $count ->
    [0] Versand starten
    [one] { $count } E-Mail löschen
   *[other] { $count } E-Mails löschen
}
purge-done = { $count ->
    [0] Es hat keine E-Mail gewartet. Der Versand läuft.
    [one] { $count } E-Mail wurde gelöscht. Der Versand läuft.
   *[other] { $count } E-Mails wurden gelöscht. Der Versand läuft.
}

# --- sites ---
sites-title = Ihre Websites
no-sites = Keine Websites
no-sites-means = Zu Ihrem Konto gehört noch keine Website. Fragen Sie Ihren Hosting-Anbieter.
