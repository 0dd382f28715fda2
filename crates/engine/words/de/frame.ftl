# What every page has: the frame, the navigation, the pages of one form, and pages that say what went wrong.

# Stands in the browser's tab.
title = { $title } · Postern
title-of-site = { $title } · { $site } · Postern
skip = Zum Inhalt springen
menu = Menü
menu-close = Schließen
all-sites = Alle Websites
# The heading above the pages of those who run the hosting.
operate = Hosting
# The last line of each page.
covers = Postern betrifft die E-Mails, die von den Skripten Ihrer Website kommen: Kontaktformulare, Bestellungen, Newsletter. Ihre Postfächer gehören nicht dazu.

nav-overview = Übersicht
nav-errors = Fehlgeschlagene E-Mails
# The story of one email, found by its recipient, sender or subject.
nav-trace = E-Mail suchen
nav-queue = Wartende E-Mails
nav-scripts = Skripte
nav-test = Test senden
nav-settings = Einstellungen
nav-help = Es kommt nichts an?
nav-sites = Websites
nav-users = Benutzer
nav-tokens = API-Tokens
# The servers mail goes to next.
nav-hops = Zielserver
nav-health = Systemzustand
nav-audit = Audit-Protokoll

# Read to those who cannot see it, before the user's name.
account-of = Konto von
account = Ihr Konto
language = Sprache
log-out = Abmelden
role-operator = Betreiber des Hostings
role-owner = Inhaber der Website
role-reader = Darf ansehen, nicht ändern
as-owner-label = Ihre Ansicht
as-owner = Sie sehen diese Website so, wie ihr Inhaber sie sieht.
as-owner-leave = Zurück zur eigenen Ansicht

cancel = Abbrechen
pages = Seiten der Liste
pages-first = Zurück zum Anfang
pages-next = Mehr anzeigen
# The form above a list: what is looked for.
filter-any = Alle
filter-apply = Suchen
filter-clear = Alle anzeigen
filter-from = Von (Tag)
filter-to = Bis (Tag)
filter-no-day = Schreiben Sie den Tag wie 2026-03-29.
# On the button that copies a piece of code, and on it after that.
copy = Kopieren
copied = Kopiert

login-title = Anmelden
login-lead = Sehen und steuern Sie, welche E-Mails Ihre Websites senden.
login-name = Benutzername
login-password = Passwort
login-button = Anmelden
login-help = Sie haben kein Passwort? Öffnen Sie Postern im Kundenbereich Ihres Hosting-Anbieters oder bitten Sie ihn um einen Anmeldelink.
login-wrong = Benutzername oder Passwort ist falsch. Versuchen Sie es noch einmal oder bitten Sie Ihren Hosting-Anbieter um einen Anmeldelink.
# $span is a time in words: 40 seconds.
login-wait = Zu viele Versuche. Versuchen Sie es in { $span } noch einmal.
link-title = Willkommen
link-lead = Mit diesem Link melden Sie sich an. Er gilt nur einmal.
link-button = Postern öffnen
link-over = Dieser Link wurde schon benutzt oder ist zu alt. Einen neuen bekommen Sie dort, wo Sie diesen bekommen haben.
link-to-login = Mit Passwort anmelden
code-title = Noch ein Schritt
code-lead = Öffnen Sie die App, die Ihre Anmeldecodes erzeugt.
code-label = Code
code-hint = Die sechs Ziffern, die die App jetzt anzeigt, oder einer Ihrer Wiederherstellungscodes.
code-button = Anmelden
code-wrong = Dieser Code ist falsch oder zu alt. Geben Sie den ein, den die App jetzt anzeigt.
setup-title = Postern einrichten
setup-lead = Wählen Sie Benutzernamen und Passwort des ersten Betreibers. Er sieht alles und darf alles.
setup-name-hint = Kleinbuchstaben, Ziffern und . _ - @ +
setup-password-hint = Mindestens { $shortest } Zeichen. Ein paar Wörter hintereinander sind leicht zu merken und schwer zu erraten.
setup-again = Passwort noch einmal
setup-again-wrong = Die beiden Passwörter stimmen nicht überein. Geben Sie dasselbe zweimal ein.
setup-over = Dieser Link gilt nicht mehr: Postern ist schon eingerichtet, oder der Link ist zu alt.
user-name-wrong = Verwenden Sie für den Namen Kleinbuchstaben, Ziffern und . _ - @ + und beginnen Sie mit einem Buchstaben oder einer Ziffer.
user-name-taken = Es gibt schon einen Benutzer mit diesem Namen.
password-length-wrong = Ein Passwort hat { $least } bis { $most } Zeichen.
password-is-name = Das Passwort darf nicht der Name sein.
password-control = Das Passwort enthält ein Zeichen, das sich nicht überall eingeben lässt.
setup-button = Beginnen

to-start = Zur Startseite
# For those who report a problem. $code is a short English word, $moment a date and time.
trouble-reference = Fehlercode: { $code }, { $moment } UTC
trouble-bad-request-title = Diese Adresse funktioniert nicht
trouble-bad-request-what = Von der Seite wurde etwas verlangt, das sie nicht kennt.
trouble-bad-request-next = Gehen Sie zurück und versuchen Sie es von der vorigen Seite aus noch einmal.
trouble-not-allowed-title = Das dürfen Sie nicht
trouble-not-allowed-what = Mit Ihrem Konto können Sie diese Website ansehen, aber nicht ändern. Es wurde nichts geändert.
trouble-not-allowed-next = Fragen Sie den Inhaber der Website oder Ihren Hosting-Anbieter.
trouble-not-found-title = Diese Seite gibt es nicht
trouble-not-found-what = Die Adresse ist falsch, oder was dort war, gibt es nicht mehr.
trouble-not-found-next = Prüfen Sie die Adresse oder beginnen Sie auf der Startseite.
trouble-too-slow-title = Das hat zu lange gedauert
trouble-too-slow-what = Die Verbindung war zu langsam, oder es gab zu viel zu tun. Was schon begonnen hat, läuft weiter.
trouble-too-slow-next = Sehen Sie in der Übersicht der Website nach, bevor Sie es noch einmal versuchen.
trouble-conflict-title = Das geht jetzt nicht
trouble-conflict-what = Der Zustand der Website lässt es nicht zu; vielleicht war jemand anderes schneller. Es wurde nichts geändert.
trouble-conflict-next = Sehen Sie in der Übersicht der Website nach: Dort steht, was möglich ist und warum.
trouble-too-many-title = Zu viel auf einmal
trouble-too-many-what = Es gab zu viele Anfragen in kurzer Zeit.
trouble-too-many-next = Warten Sie eine Minute und versuchen Sie es dann noch einmal.
trouble-unavailable-title = Postern ist nicht bereit
trouble-unavailable-what = Es kann im Moment nicht antworten. Angenommene E-Mails gehen nicht verloren.
trouble-unavailable-next = Versuchen Sie es in ein paar Minuten noch einmal. Wenn es so bleibt, sagen Sie Ihrem Hosting-Anbieter Bescheid.
trouble-failed-title = Etwas ist schiefgegangen
trouble-failed-what = Der Fehler liegt bei uns, nicht bei Ihnen. Angenommene E-Mails gehen nicht verloren.
trouble-failed-next = Versuchen Sie es noch einmal. Wenn es wieder passiert, melden Sie es Ihrem Hosting-Anbieter und nennen Sie den Fehlercode unten.
trouble-stale-form-title = Dieses Formular ist zu alt
trouble-stale-form-what = Sie haben sich neu angemeldet, nachdem die Seite geöffnet wurde, oder sie war sehr lange offen. Es wurde nichts geändert.
trouble-stale-form-next = Gehen Sie zurück, laden Sie die Seite neu und wiederholen Sie den Schritt.
