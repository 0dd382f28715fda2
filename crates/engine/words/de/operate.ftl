# The pages of those who run the hosting: all sites, next hops, health, users, tokens, the audit log. Their readers know
# mail; words may be exact.

# --- all sites ---
sites-search = Teil des Namens
sites-red-only = Nur angehaltene
# In what order the list is.
sites-by = Reihenfolge der Liste
sites-by-failed = Meiste Fehler
sites-by-queued = Meiste wartende
sites-by-sent = Meiste gesendete
sites-by-name = Nach Namen
sites-failed = Fehlgeschlagen
sites-queued = Wartend
sites-sent = Gesendet
sites-last-mail = Letzte E-Mail
sites-no-mail = bisher keine
# What part of all sites’ figure is this site’s; $share is a number with its sign: 12 %.
sites-share = { $share } der Gesamtzahl
sites-red-count = { $count ->
    [0] keine ist angehalten
    [one] { $count } ist angehalten
   *[other] { $count } sind angehalten
}
sites-failed-share = { $share } aller gesendeten und fehlgeschlagenen
sites-now = jetzt, aller Art
sites-since = seit gestern
sites-counted = Gesendete und fehlgeschlagene sind seit gestern gezählt, wartende jetzt.
sites-none = Es gibt noch keine Website
sites-none-means = Fügen Sie hier die erste hinzu oder viele auf einmal mit postern site import.
sites-none-fit = Keine passende Website
sites-none-fit-means = Suchen Sie nach einem anderen Teil des Namens oder lassen Sie sich alle anzeigen.
site-add = Website hinzufügen

# --- next hops: the servers mail goes to next ---
hops-lead = Die Server, an die E-Mails als Nächstes gehen; gestörte zuerst. Wartende sind gezählt, soweit sie fällig und im Speicher sind.
# Attempts that are made at this moment, of at most so many.
hops-attempts = { $count ->
    [one] Jetzt läuft { $count } Versuch, von höchstens { $most }.
   *[other] Jetzt laufen { $count } Versuche, von höchstens { $most }.
}
hops-search = Domain oder Smarthost
hops-hop = Zielserver
hops-waiting = Fällig und wartend
# $ago: 3 minutes ago
hops-oldest = die älteste war { $ago } fällig
hops-running = Laufend
# Attempts under way, and how many may be at once now.
hops-of-slots = { $running } von { $slots }
hops-most = allerhöchstens { $count }
hops-failure = Letzter Fehler
hops-more = { $count ->
    [one] { $count } weiterer wird nicht gezeigt. Suchen Sie nach einem Teil seines Namens.
   *[other] { $count } weitere werden nicht gezeigt. Suchen Sie nach einem Teil des Namens.
}
hops-none = Kein Zielserver ist in Gebrauch
hops-none-means = Seit Postern gestartet wurde, war keine E-Mail zuzustellen.
hops-none-fit = Kein passender Zielserver
hops-none-fit-means = Bekannt sind nur die, an die seit dem Start von Postern zugestellt wurde.
hop-answers = Antwortet
# It failed now and then: fewer attempts at once.
hop-slowed = Gebremst
# It failed: nothing is begun until it is asked again.
hop-paused = Pausiert
# It failed so often in a row that mail for it is put off without being tried.
hop-dead = Antwortet nicht
# $when: 3 minutes ago; $count failures in a row.
hop-failing = { $count ->
    [0] Die Störung begann { $when }.
    [one] Die Störung begann { $when }, { $count } Fehler in Folge.
   *[other] Die Störung begann { $when }, { $count } Fehler in Folge.
}
# $when: in 20 seconds
hop-again = Nächste Anfrage { $when }.

# --- health: how the daemon stands ---
health-accepts = E-Mails werden angenommen
health-accepts-means = Was Skripte übergeben, wird gespeichert, bevor es bestätigt wird, und dann zugestellt.
health-refuses = Es werden keine E-Mails angenommen
# $reserve: 1.0 GB
health-refuses-means = Auf dem Datenträger ist kein Platz außer den { $reserve }, die für Zustellungen, Aktionen und Löschungen frei bleiben. Schaffen Sie Platz oder löschen Sie die wartenden E-Mails einer Website, bei der viele warten; die Absender versuchen es unterdessen erneut.
health-queue = Was wartet
health-queued = Wartend, alle Websites
health-deferred = davon schon versucht
# Since when the mail is due that waits longest for its turn, and of which site.
health-oldest = Älteste fällige
health-oldest-none = keine fällige E-Mail wartet
health-store = Datenspeicher
health-commits = Schreibvorgänge in den letzten fünf Minuten
health-commits-none = keine
health-p50 = Die Hälfte davon dauerte höchstens
health-p99 = 99 von 100 dauerten höchstens
health-longest = Der längste dauerte
# A span in milliseconds.
health-millis = { $number } ms
health-database = Datenbank
health-bodies = Gespeicherte E-Mails
# Rows of purged or old mail whose space is given back in the background.
health-reclaim = Zeilen, deren Platz noch freizugeben ist
health-disk = Datenträger
health-room = Platz für neue E-Mails
health-reserve = Außerdem frei gehalten
health-disk-all = Datenträger insgesamt
# Where the sendmail command leaves mail while the daemon is away.
health-drop = Ablageverzeichnis
health-drop-none = aus
health-drop-files = E-Mails, die dort warten
health-drop-bytes = Ihre Größe
health-drop-oldest = Die älteste
# Files that are nobody’s or cannot be read.
health-drop-aside = Beiseitegelegt
health-drop-over = UIDs mit mehr, als eine haben darf
health-program = Programm
health-host = Nennt sich
health-version = Version
health-started = Gestartet
health-smtp = Nimmt SMTP an auf
health-web = Nimmt HTTP an auf
health-closed = nirgends

# --- a role and its sites, in the forms of users and tokens ---
grant-role = Rolle
grant-all = Alle Websites, auch später hinzugefügte
grant-all-hint = Ein Betreiber hat in jedem Fall alle.
grant-sites = Websites
grant-sites-hint = Ihre Namen, einer je Zeile. Bei allen Websites bleibt das Feld leer.
grant-no-role = Wählen Sie eine Rolle.
grant-all-and-some = Entweder alle Websites oder die Namen einiger, nicht beides.
# $names: names of sites that were given
grant-no-site = Eine Website mit diesem Namen gibt es nicht: { $names }
grant-nothing = Nennen Sie mindestens eine Website oder wählen Sie alle.
grant-of-all = alle Websites
grant-of-none = keine Website mehr
# $names: three names
grant-of-more = { $names } und { $count } weitere

# --- users ---
users-name = Benutzer
users-role = Rolle
users-sites = Websites
users-comes-in = Anmeldung
users-by-link = nur mit Anmeldelink
users-by-password = mit Passwort
users-by-password-and-code = mit Passwort und Code
users-last-login = Letzte Anmeldung
users-never = nie
users-none = Es gibt noch keinen Benutzer
users-none-means = Wer das Panel sehen soll, braucht einen. Wer direkt auf dem Server arbeitet, braucht keinen.
users-add = Benutzer hinzufügen
users-add-lead = Jemand, der sich hier anmeldet: ein Inhaber von Websites, ein Kollege oder ein Kunde, den ein anderes Panel weiterleitet.
users-language-browser = Sprache seines Browsers
# $least says how long a password has to be.
users-password-hint = { $least } Ohne Passwort kommt der Benutzer nur mit Anmeldelinks herein.
users-added = Der Benutzer { $name } wurde hinzugefügt.
users-added-at = Hinzugefügt am
users-recovery-codes = Übrige Wiederherstellungscodes
users-back = Zurück zum Benutzer
users-link = Anmeldelink
users-link-site = Nur diese Website (freiwillig)
users-link-hint = Für einen Benutzer mit mehreren Websites: Die Sitzung zeigt dann nur diese eine.
users-link-make = Anmeldelink erstellen
users-link-no-site = Diese Website gibt es nicht.
users-link-not-theirs = Der Benutzer hat diese Website nicht.
users-link-no-panel = Das Panel hat keine eigene Adresse: Setzen Sie web.listen in der Konfiguration.
users-link-title = Ein Anmeldelink für { $name }
# $span: 60 seconds
users-link-lead = Wer ihn öffnet und auf die Schaltfläche drückt, ist ohne Passwort als dieser Benutzer angemeldet. Er gilt einmal, und zwar innerhalb von { $span }, und wird nur hier gezeigt.
users-sessions = Jetzt angemeldet
users-no-sessions = Nirgends.
users-session-began = Beginn
users-session-last = Zuletzt gesehen
users-session-from = Von
users-session-end = Beenden
users-end = Diese Sitzung beenden
users-end-all = Alle Sitzungen beenden
users-sessions-ended = Der Benutzer wurde abgemeldet.
users-change = Rolle, Websites, Sprache
users-many-sites = Dieser Benutzer hat mehr Websites, als ein Formular auflisten kann. Ändern Sie sie mit postern user set.
users-save = Speichern
users-changed = Der Benutzer wurde geändert.
users-password = Passwort und zweiter Faktor
users-new-password = Neues Passwort
users-new-password-hint = Mindestens { $shortest } Zeichen. Der Benutzer wird überall abgemeldet.
users-password-button = Passwort setzen
users-password-set = Das Passwort wurde gesetzt und der Benutzer überall sonst abgemeldet.
users-factor-question = Den zweiten Faktor von { $name } entfernen?
users-factor-off = Zum Anmelden genügt dann das Passwort, bis der Benutzer einen neuen zweiten Faktor einrichtet.
users-factor-yes = Zweiten Faktor entfernen
users-factor-done = Der zweite Faktor wurde entfernt.
users-remove-title = Diesen Benutzer entfernen
users-remove-question = Den Benutzer { $name } entfernen?
users-remove-sessions = Sitzungen, Tokens und Anmeldelinks des Benutzers enden sofort.
users-remove-sites = Die Websites bleiben, wie sie sind; was der Benutzer getan hat, bleibt im Audit-Protokoll.
users-remove-yes = Benutzer entfernen
users-removed = Der Benutzer { $name } wurde entfernt.
users-this-is-you = Das ist Ihr eigenes Konto.

# --- tokens ---
tokens-name = Name
tokens-whose = Gehört zu
# A token that was made on the command line, by nobody’s user.
tokens-of-machine = dem Server
tokens-may = Darf
tokens-ends = Läuft ab
tokens-ended = ist abgelaufen
tokens-last = Zuletzt benutzt
# $ago: 3 minutes ago; $address: where the request came from
tokens-last-from = { $ago }, von { $address }
tokens-action = Entfernen
tokens-none = Es gibt kein Token
tokens-none-means = Ein Programm, das die API benutzt, braucht eines: ein Hosting-Panel, eine Überwachung, ein Skript.
tokens-add = Token erstellen
tokens-remove = Entfernen
tokens-remove-question = Das Token { $name } entfernen?
tokens-remove-programs = Programme, die es benutzen, werden ab jetzt abgewiesen.
tokens-remove-for-good = Es lässt sich nicht zurückholen; ein neues hat ein anderes Geheimnis.
tokens-removed = Das Token { $name } wurde entfernt.

# --- the audit log ---
audit-lead = Wer was getan hat, das Neueste zuerst. Zeiten sind in UTC.
audit-of-site-lead = Wer was mit dieser Website getan hat, das Neueste zuerst.
audit-who = Wer
audit-what = Was
audit-no-site = Eine Website mit diesem Namen gibt es nicht. Zu einer entfernten ist hier nichts zu finden.
audit-none = Bisher wurde nichts getan
audit-none-means = Was Menschen und automatische Regeln ab jetzt tun, steht hier.
by-provider = Ihr Hosting-Anbieter
# The name of one who runs the hosting.
by-operator = { $name }, Betreiber
by-owner = { $name }, Inhaber der Website
by-reader = { $name }, darf nur ansehen
# The name of a token of the API.
by-token = Programm { $name }
# An automatic rule; $name is its short English name.
by-policy = automatische Regel { $name }
audit-block = Versand angehalten
audit-unblock = Versand gestartet
audit-purge = Alles Wartende gelöscht
audit-stop = Skript oder Absender angehalten
audit-unstop = Skript oder Absender wieder senden lassen
audit-release = Wartende E-Mails freigegeben
audit-delete = Wartende E-Mails gelöscht
audit-retry = Wartende E-Mails erneut versucht
audit-site-add = Website hinzugefügt
audit-site-change = Website geändert
audit-site-remove = Website entfernt
audit-login-set = SMTP-Login gesetzt
audit-login-remove = SMTP-Login entfernt
audit-login-link = Anmeldelink erstellt
audit-show-as-owner = Website wie ihr Inhaber angesehen
audit-user-add = Benutzer hinzugefügt
audit-user-change = Benutzer geändert
audit-user-remove = Benutzer entfernt
audit-recovery-code = Wiederherstellungscode benutzt
audit-login = Angemeldet
audit-session-end = Sitzung beendet
audit-token-add = Token erstellt
audit-token-remove = Token entfernt

# --- a site: added, changed, removed ---
site-audit = Wer was getan hat
site-edit = Website ändern
site-as-owner = Wie ihr Inhaber ansehen
site-as-owner-begun = Sie sehen { $site } jetzt so, wie ihr Inhaber sie sieht.
site-add-lead = Eine Website ist das, was gezählt, angehalten und begrenzt wird: ein Hosting-Vertrag, erkannt an UID, Login oder Adresse.
site-added = Die Website { $site } wurde hinzugefügt. Ihre Skripte können jetzt senden.
site-edit-title = { $site } ändern
site-edit-lead = Was hier eingestellt wird, gilt ab der nächsten E-Mail.
site-changed = Die Website wurde geändert.
site-unchanged = Es war nichts anders, darum wurde nichts geändert.
site-group-identity = Woran ihre E-Mails erkannt werden
site-group-owner = Für ihren Inhaber
site-group-leaving = Wie ihre E-Mails versendet werden
site-group-limits = Grenzen
site-name = Name
site-name-hint = Meist ihre Domain: shop.example.org. Er lässt sich später nicht ändern.
site-uids = Unix-UIDs
site-uids-hint = Die Benutzer, als die ihre Skripte laufen: 1001 1002
site-ranges = Client-Adressen
site-ranges-hint = Eine je Zeile: 192.0.2.1, 192.0.2.0/24 oder 2001:db8::/32
site-moves = Von der Website übernehmen, der sie gehören
site-moves-hint = Sonst wird eine UID oder Adresse, die einer anderen Website gehört, abgelehnt.
site-report = Adresse für Berichte
site-report-hint = Wohin der Bericht über den Vortag geht; leer: nirgendwohin.
site-zone = Zeitzone
site-zone-hint = Ein Name wie Europe/Berlin. „Heute“ ist der Tag dieser Zone.
site-domains = Domains der Absender
site-domains-hint = Eine je Zeile; die erste ergänzt Adressen ohne Domain. Leer: der Name der Website.
site-smarthosts = Eigene Smarthosts
# $names: the names of the configuration
site-smarthosts-hint = In der Reihenfolge, in der sie versucht werden: { $names }. Leer: wie für alle Websites.
site-no-smarthosts = In der Konfiguration ist keiner benannt; leer: wie für alle Websites.
site-source = Adresse, von der sie senden
site-source-hint = Eine IP-Adresse dieses Servers; leer: Das System wählt.
site-message-bytes = Größte E-Mail, in Byte
site-recipients = Empfänger einer E-Mail
site-queued = E-Mails, die warten dürfen
site-queued-bytes = Byte, die warten dürfen
site-bytes-hint = 10485760 sind 10 MB.
site-logins = SMTP-Logins
site-no-logins = Sie hat keine.
site-login = Login
site-login-hint = Bei einem Login, das es schon gibt, ersetzt das dessen Passwort.
site-login-button = Login setzen
site-login-set = Das Login { $login } kann jetzt benutzt werden.
site-login-remove = Entfernen
site-login-removed = Das Login { $login } wurde entfernt.
site-fault-taken = Es gibt schon eine Website mit diesem Namen.
site-fault-name = Verwenden Sie Buchstaben, Ziffern, Bindestriche und Unterstriche, mit einzelnen Punkten dazwischen.
site-fault-uid = Eine UID ist eine Zahl.
site-fault-number = Schreiben Sie eine ganze Zahl.
site-fault-zero = Hier kann nicht 0 stehen: Dann würde keine E-Mail angenommen. Um ihre E-Mails zurückzuhalten, halten Sie den Versand der Website an.
site-fault-few-bytes = Es sind mindestens { $count } Byte nötig.
site-fault-bytes = Es sind höchstens { $count } Byte möglich.
site-fault-recipients = Es sind höchstens { $count } Empfänger möglich.
# $name is what was given.
site-fault-zone = Eine Zeitzone { $name } gibt es nicht.
site-fault-language = Wählen Sie eine der Sprachen.
site-fault-domain = { $name } ist keine Mail-Domain.
site-fault-address = { $name } ist keine Adresse.
site-fault-range = { $name } ist weder eine Adresse noch ein Adressbereich.
site-fault-smarthost = In der Konfiguration gibt es keinen Smarthost { $name }.
site-fault-source = { $name } ist keine IP-Adresse.
# $identity: uid 1001, range 192.0.2.0/24 or a login; $site: the site that has it
site-fault-identity = { $identity } gehört schon zu { $site }.
site-fault-overlaps = { $range } überschneidet sich mit { $other } von { $site }: Nehmen Sie zuerst diese dort heraus.
site-fault-login = Ein Login hat 1 bis 255 Byte und keine Steuerzeichen.
site-fault-password = Ein Passwort hat 8 bis 255 Byte und keine Steuerzeichen.
site-remove = Website entfernen
site-remove-lead = Ihre wartenden E-Mails werden gelöscht, ihr Verlauf geht verloren. Um ihre E-Mails eine Zeit lang zurückzuhalten, halten Sie stattdessen den Versand an.
site-remove-question = { $site } endgültig entfernen?
site-remove-queue = { $count ->
    [0] Es wartet keine E-Mail.
    [one] Die { $count } E-Mail, die wartet, wird gelöscht.
   *[other] Die { $count } E-Mails, die warten, werden gelöscht.
}
site-remove-scripts = Ihre UIDs, Adressen und Logins sind sofort frei: Was ihre Skripte ab jetzt senden, wird abgelehnt oder zählt zu einer anderen Website.
site-remove-history = Ihre Zahlen, fehlgeschlagenen E-Mails und die Geschichten ihrer E-Mails gehen verloren; das Audit-Protokoll bleibt.
site-remove-people = Benutzer, die nur diese Website hatten, sehen nichts mehr; ihre Konten bleiben.
site-remove-name = Name der Website
# $site: the name
site-remove-hint = Tippen Sie zur Bestätigung { $site } ein.
site-remove-not-it = Das ist nicht der Name der Website. Es wurde nichts entfernt.
site-removed = Die Website { $site } wurde entfernt.

# --- several sites at once ---
bulk-title = Mit mehreren Websites auf einmal
bulk-which = Welche Websites
bulk-chosen = Die ausgewählten
bulk-all = { $count ->
    [one] Die { $count } passende
   *[other] Alle { $count } passenden
}
# What the box beside a site is called.
bulk-choose = { $site } auswählen
bulk-none = Es wurde keine Website ausgewählt. Wählen Sie einige aus oder nehmen Sie alle passenden.
bulk-too-many = Es sind noch andere in Arbeit. Warten Sie, bis sie erledigt sind.
bulk-reason-hint = Sie steht in der Übersicht jeder dieser Websites.
# The names of the sites that are meant.
bulk-names = Es geht um { $names }.
bulk-names-more = { $count ->
    [one] Es geht um { $names } und { $count } weitere.
   *[other] Es geht um { $names } und { $count } weitere.
}
bulk-at-most = Das sind die ersten { $count } nach Namen: Mehr werden nicht auf einmal bearbeitet.
bulk-block-question = { $count ->
    [one] Versand für { $count } Website anhalten?
   *[other] Versand für { $count } Websites anhalten?
}
bulk-block-sites = { $count ->
    [0] Keine davon sendet.
    [one] { $count } Website hört sofort auf zu senden.
   *[other] { $count } Websites hören sofort auf zu senden.
}
bulk-block-mails = { $count ->
    [0] Von ihren E-Mails wartet jetzt keine.
    [one] { $count } wartende E-Mail wird zurückgehalten.
   *[other] { $count } wartende E-Mails werden zurückgehalten.
}
# $age: 3 days
bulk-block-new = Was ihre Skripte ab jetzt senden, wird angenommen und aufbewahrt. Jede E-Mail verfällt nach { $age }.
bulk-block-nothing = { $count ->
    [one] { $count } ist schon angehalten; dort ändert sich nichts, aber eine Sperre wird gesetzt, wenn Sie es verlangen.
   *[other] { $count } sind schon angehalten; dort ändert sich nichts, aber eine Sperre wird gesetzt, wenn Sie es verlangen.
}
bulk-block-yes = { $count ->
    [one] { $count } Website anhalten
   *[other] { $count } Websites anhalten
}
bulk-unblock-question = { $count ->
    [one] Versand für { $count } Website starten?
   *[other] Versand für { $count } Websites starten?
}
bulk-unblock-sites = { $count ->
    [0] Keine davon ist angehalten.
    [one] { $count } Website sendet wieder.
   *[other] { $count } Websites senden wieder.
}
bulk-unblock-mails = { $count ->
    [0] Von ihren E-Mails wartet jetzt keine.
    [one] { $count } E-Mail wird versendet.
   *[other] { $count } E-Mails werden versendet, bei jeder Website die älteste zuerst.
}
bulk-unblock-nothing = { $count ->
    [one] { $count } sendet schon; dort ändert sich nichts.
   *[other] { $count } senden schon; dort ändert sich nichts.
}
bulk-unblock-yes = { $count ->
    [one] Versand für { $count } Website starten
   *[other] Versand für { $count } Websites starten
}
bulk-purge-question = { $count ->
    [one] Alle wartenden E-Mails von { $count } Website löschen?
   *[other] Alle wartenden E-Mails von { $count } Websites löschen?
}
bulk-purge-sites = { $count ->
    [one] Die wartenden E-Mails von { $count } Website werden gelöscht; war sie angehalten, sendet sie wieder.
   *[other] Die wartenden E-Mails von { $count } Websites werden gelöscht; die angehaltenen senden wieder.
}
bulk-purge-mails = { $count ->
    [0] Jetzt wartet keine E-Mail.
    [one] { $count } E-Mail wird gelöscht.
   *[other] { $count } E-Mails werden gelöscht.
}
bulk-purge-nothing = { $count ->
    [one] Bei { $count } ist nichts zu tun.
   *[other] Bei { $count } ist nichts zu tun.
}
bulk-purge-yes = { $count ->
    [one] Bei { $count } Website löschen
   *[other] Bei { $count } Websites löschen
}
# So many sites of so many are done.
bulk-under-way = { $done } von { $total } erledigt. Sie können diese Seite verlassen; es geht weiter.
bulk-ended = Erledigt: { $done } von { $total }.
bulk-look-again = Erneut nachsehen
bulk-results = Was daraus wurde
bulk-gone = Sie wurde inzwischen entfernt.
bulk-failed = { $count ->
    [one] { $count } fehlgeschlagen
   *[other] { $count } fehlgeschlagen
}
bulk-failed-mark = Fehlgeschlagen
bulk-refused = { $count ->
    [one] { $count } abgelehnt
   *[other] { $count } abgelehnt
}
bulk-refused-mark = Abgelehnt
bulk-changed = { $count ->
    [one] { $count } geändert
   *[other] { $count } geändert
}
bulk-changed-mark = Erledigt
bulk-unchanged = { $count ->
    [one] { $count } war schon so
   *[other] { $count } waren schon so
}
bulk-unchanged-mark = Nichts zu tun
