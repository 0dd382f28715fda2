# A user's own account: who they are, and what lets them in.
account-name = Name
account-role = Rolle
account-sites = Websites
account-all-sites = alle Websites
account-no-sites = keine
account-language = Postern spricht mit Ihnen
account-browsers-language = die Sprache Ihres Browsers
account-language-save = Speichern
# Shown to those who came by a link that is good for one site.
account-held = Sie sind über einen Link gekommen oder sehen nur eine einzige Website. Um Passwort, Sitzungen und API-Tokens zu sehen oder zu ändern, melden Sie sich ab und dann mit Benutzername und Passwort wieder an.

account-password = Passwort
account-password-means = Wer es kennt, kann sich als Sie anmelden. Nehmen Sie eines, das Sie nirgends sonst verwenden.
account-password-none = Sie haben kein Passwort: Sie kommen über den Kundenbereich Ihres Hosting-Anbieters oder mit einem Anmeldelink herein. Wenn Sie ein Passwort möchten, fragen Sie Ihren Hosting-Anbieter.
account-password-change = Passwort ändern
account-password-new = Neues Passwort
account-password-again = Neues Passwort noch einmal
account-password-ends = Überall, wo Sie sonst noch angemeldet sind, werden Sie abgemeldet. API-Tokens gelten weiter: Entfernen Sie die, die Sie nicht kennen.
account-password-changed = Ihr Passwort ist geändert. Überall sonst sind Sie abgemeldet.
account-present = Jetziges Passwort
account-present-wrong = Das ist nicht Ihr jetziges Passwort.

# The code of an app on the phone that is asked for beside the password.
account-factor = Zweiter Schritt bei der Anmeldung
account-factor-off = Aus. Ist er eingeschaltet, braucht man zum Anmelden außer dem Passwort einen Code Ihres Telefons: Ein gestohlenes Passwort allein genügt dann nicht.
account-factor-on = { $count ->
    [0] Ein. Sie haben keinen Wiederherstellungscode mehr: Schalten Sie den zweiten Schritt aus und wieder ein, um neue zu bekommen.
    [one] Ein. Sie haben noch { $count } Wiederherstellungscode.
   *[other] Ein. Sie haben noch { $count } Wiederherstellungscodes.
}
account-factor-turn-on = Zweiten Schritt einschalten
account-factor-turn-off = Zweiten Schritt ausschalten
account-factor-app = Installieren Sie auf Ihrem Telefon eine App, die Anmeldecodes erzeugt, wenn Sie noch keine haben: Die meisten Passwortmanager können das auch.
account-factor-scan = Lassen Sie die App dieses Bild lesen.
# What a screen reader says instead of the picture.
account-factor-picture = QR-Code mit dem Schlüssel darunter
account-factor-type = Wenn sie das nicht kann, tippen Sie diesen Schlüssel in die App:
account-factor-open = In einer App auf diesem Gerät öffnen
account-factor-prove = Geben Sie den Code ein, den die App jetzt anzeigt, und Ihr Passwort.
account-factor-code-hint = Sechs Ziffern, die jede halbe Minute wechseln.
account-factor-off-means = Danach genügen Benutzername und Passwort zum Anmelden, und Ihre Wiederherstellungscodes gelten nicht mehr.
account-factor-gone = Der zweite Schritt ist ausgeschaltet.
account-codes-title = Der zweite Schritt ist eingeschaltet
account-codes = Wiederherstellungscodes
account-codes-means = Wenn Sie Ihr Telefon verlieren, können Sie sich mit jedem dieser Wiederherstellungscodes einmal anmelden, statt mit dem Code der App. Drucken Sie sie aus oder legen Sie sie in einem Passwortmanager ab. Überall sonst sind Sie abgemeldet.
# Below something secret.
account-once = Das wird nur jetzt gezeigt und nie wieder.
account-codes-kept = Ich habe sie aufbewahrt

account-sessions = Wo Sie angemeldet sind
account-sessions-means = Melden Sie ab, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.
account-browser = Browser
# $browser is a name like Firefox, $system one like Windows or iPhone.
account-browser-on = { $browser } auf { $system }
account-browser-unknown = unbekanntes Programm
account-address = Adresse
account-began = Seit
account-used = Zuletzt benutzt
account-this = Diese hier
account-end = Abmelden
account-end-others = Überall sonst abmelden
# Below the list, of which only the newest are shown.
account-sessions-more = { $count ->
    [one] { $count } ältere Anmeldung wird nicht gezeigt.
   *[other] { $count } ältere Anmeldungen werden nicht gezeigt.
}
account-session-ended = Dieser Browser ist abgemeldet.
account-sessions-ended = Überall sonst sind Sie abgemeldet.
# Beside a session that sees one site only.
account-session-of = über einen Link, nur für { $site }

account-token = API-Token
account-tokens = API-Tokens
account-tokens-means = Programme, die eines davon haben, handeln in Ihrem Namen.
account-no-tokens = Keine API-Tokens
account-no-tokens-means = Mit einem API-Token kann ein Programm in Ihrem Namen die E-Mails Ihrer Websites sehen oder etwas mit ihnen tun.
account-token-new = Neues API-Token
account-token-name = Name
account-token-name-hint = Wofür es ist, damit Sie es wiedererkennen: „Überwachung“.
account-token-name-wrong = Geben Sie ihm einen Namen von 1 bis { $longest } Zeichen.
# The role of a token: a column of a list, and a field.
account-token-may = Rolle
account-token-sites = Nur für diese Websites
account-token-sites-hint = Ein Name je Zeile. Leer: für alle Ihre Websites.
account-token-no-site = Eine davon gehört nicht zu Ihren Websites. Prüfen Sie die Namen.
account-token-operator = Ein Betreiber hat immer alle Websites: Lassen Sie dieses Feld leer oder wählen Sie eine andere Rolle.
account-token-too-many = Sie haben so viele Tokens, wie möglich sind. Entfernen Sie welche, die nicht benutzt werden.
account-token-ends = Läuft ab
account-token-endless = nie
account-token-over = ist abgelaufen
account-token-made-on = Erstellt am
# $ago is how long ago, $address an internet address.
account-token-used-from = { $ago }, von { $address }
account-token-unused = nie
account-token-make = Token erstellen
account-token-made = Ihr neues API-Token
account-token-made-means = Programme senden es bei jeder Anfrage mit. Wie, steht in der Dokumentation der API.
account-token-kept = Ich habe es aufbewahrt
account-token-remove = Entfernen
account-token-remove-question = API-Token { $name } entfernen?
account-token-remove-means = Programme, die es haben, werden ab dann abgewiesen. Es lässt sich nicht zurückholen.
# $used is how long ago it was used and from where, or never.
account-token-remove-used = Zuletzt benutzt: { $used }.
account-token-removed = Das API-Token { $name } ist entfernt.
