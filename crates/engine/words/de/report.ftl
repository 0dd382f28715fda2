# Emails that Postern writes to the owner of a site: the report of a day, and warnings. What failures mean, and what to do
# in each state, stands in state.ftl and mail.ftl.

# --- below each of them; $site is the name of a site, $address an email address ---
letter-auto = Postern hat diese E-Mail von selbst geschrieben. Antworten darauf liest niemand.
letter-why-report = Sie geht an { $address }, die Adresse für Berichte von { $site }, jeweils am Morgen nach einem Tag, an dem eine E-Mail fehlgeschlagen ist.
letter-why-notice = Sie geht an { $address }, die Adresse für Berichte von { $site }.
letter-why-operator = Sie geht an { $address }, weil { $site } keine Adresse für Berichte hat.
letter-off = Diese E-Mails nicht mehr senden
# Where there is no link: $field is a field of the page $page.
letter-off-nowhere = Wenn Sie diese E-Mails nicht mehr möchten, leeren Sie im Panel Ihres Hosting-Anbieters auf der Seite „{ $page }“ das Feld „{ $field }“.
letter-open = { $site } öffnen

# --- the report of a day ---
report-subject = { $count ->
    [one] { $site }: { $count } E-Mail ist am { $day } nicht angekommen
   *[other] { $site }: { $count } E-Mails sind am { $day } nicht angekommen
}
report-title = { $count ->
    [one] { $count } E-Mail ist nicht angekommen
   *[other] { $count } E-Mails sind nicht angekommen
}
report-lead = Am { $day } sind nicht alle E-Mails von { $site } angekommen. Hier steht, warum, und was hilft.
report-sent = Zugestellt
report-failed = Fehlgeschlagen
# Reports of a failure that came after the receiver’s server had taken the email.
report-late = Nach der Zustellung zurückgekommen
report-held = Zurückgehalten
report-purged = Gelöscht
report-list = Die E-Mails
report-list-part = Die neuesten { $shown } von { $count } E-Mails
report-more = Alle Fehler dieses Tages ansehen
report-more-nowhere = Alle finden Sie im Panel Ihres Hosting-Anbieters auf der Seite „{ $page }“: Wählen Sie dort den { $day }.

# --- emails that are kept back are given up soon ---
held-goes-subject = { $count ->
    [one] { $site }: { $count } zurückgehaltene E-Mail verfällt bald
   *[other] { $site }: { $count } zurückgehaltene E-Mails verfallen bald
}
held-goes-title = { $count ->
    [one] { $count } zurückgehaltene E-Mail verfällt bald
   *[other] { $count } zurückgehaltene E-Mails verfallen bald
}
held-goes-when = { $count ->
    [one] Sie verfällt am { $moment }.
   *[other] Die erste verfällt am { $moment }, die letzte davon spätestens am { $last }.
}
# $class is the name of a kind of error.
held-goes-why = Zurückgehalten werden E-Mails nur für die Dauer von { $age }. Danach endet jede als Fehler („{ $class }“).
held-goes-green = Der Versand läuft, aber einige Skripte oder Absender dieser Website sind angehalten.
held-goes-unblock = Starten Sie den Versand wieder: Was zurückgehalten ist, wird versendet.
held-goes-unstop = Lassen Sie das Skript oder den Absender wieder senden: Was davon zurückgehalten ist, wird versendet.
held-goes-release = Oder geben Sie einzelne E-Mails frei.
held-goes-delete = Oder löschen Sie, was nicht hinaus soll.

# --- sending was stopped, started again, or what waited was deleted; $state is one of the sentences on a state ---
state-changed-subject = { $site }: { $state }
state-changed-list = Was getan wurde

# --- an email failed, and none had for a month ---
first-failure-subject = { $site }: Eine E-Mail ist nicht angekommen
first-failure-title = Eine E-Mail ist nicht angekommen
# $span is a number of days.
first-failure-lead = Seit { $span } war keine E-Mail von { $site } fehlgeschlagen. Dies ist der erste Fehler seither.

# --- the page that ends these emails ---
off-title = Berichte und Warnungen
off-lead = Berichte und Warnungen zu { $site } gehen an { $address }.
off-button = Nicht mehr senden
off-done = Ab jetzt gehen keine Berichte und Warnungen zu { $site } mehr an { $address }. Wer die Website hat, kann unter „{ $page }“ wieder eine Adresse angeben.
off-over = Dieser Link hat seine Arbeit getan oder hatte nie eine: An seine Adresse gehen keine Berichte.
