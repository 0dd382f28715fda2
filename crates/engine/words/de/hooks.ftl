# Webhooks: Programme anderer, denen gesagt wird, was hier geschieht.
nav-webhooks = Webhooks
hooks-lead = Programme, denen sofort gesagt wird, wenn mit dieser Website etwas geschieht: durch eine signierte Anfrage über HTTPS.
hooks-lead-all = Programme, denen sofort gesagt wird, was geschieht, für alle Websites oder für eine: durch eine signierte Anfrage über HTTPS.
hooks-none = Es gibt keinen Webhook
hooks-none-means = Ein Programm, das sofort wissen will, was geschieht, braucht einen: ein Kundenbereich, eine Überwachung, ein Chat.
hooks-show = Webhooks zeigen
hooks-add = Webhook hinzufügen
hooks-add-lead = Die Adresse wird jedes Mal gefragt, wenn etwas geschieht. Wer sie betreut, findet in der Dokumentation, was gesendet wird und wie die Signatur geprüft wird.
hooks-address = Adresse
hooks-whose = Website
hooks-all-sites = alle Websites
hooks-told = Erfährt
hooks-everything = alles
hooks-state = Zustand
hooks-on = an
hooks-off = aus
hooks-off-gone = aus: der Empfänger hat geantwortet, dass er nichts mehr will (410)
hooks-waiting = { $count ->
    [one] { $count } Ereignis wartet darauf, gesagt zu werden.
   *[other] { $count } Ereignisse warten darauf, gesagt zu werden.
}
hooks-dropped = { $count ->
    [one] { $count } Ereignis wurde nicht gesagt: zu viele warteten, oder der Webhook war aus.
   *[other] { $count } Ereignisse wurden nicht gesagt: zu viele warteten, oder der Webhook war aus.
}
hook-kind-state-changed = Versand ein- oder ausgeschaltet
hook-kind-mail-failed = fehlgeschlagene E-Mails
hook-kind-held-expiring = zurückgehaltene E-Mails, die innerhalb eines Tages ablaufen
hook-kind-report-sent = tägliche Fehlerberichte
hook-kind-test = Test

hooks-url = Adresse
hooks-url-hint = Sie beginnt mit https://
hooks-private = Darf in diesen Rechner oder ein privates Netz führen
hooks-private-hint = Dann ist auch eine unverschlüsselte Adresse (http://) möglich. Ändert jemand anderes die Adresse, wird das zurückgenommen.
hooks-active = An
hooks-active-hint = Aus: Nichts wird gesagt, und was wartet, wird verworfen.
hooks-fault-no-url = Das ist keine Web-Adresse. Sie sieht so aus: https://hooks.example.org/postern
hooks-fault-too-long = Die Adresse ist zu lang.
hooks-fault-user-info = Name und Passwort in der Adresse werden nicht gesendet. Setzen Sie stattdessen ein geheimes Wort in den Pfad.
hooks-fault-fragment = Was in einer Adresse hinter # steht, wird nie gesendet. Lassen Sie es weg.
hooks-fault-clear-text = Die Adresse muss mit https:// beginnen
hooks-fault-inside = { $address } ist eine Adresse dieses Rechners oder eines privaten Netzes. Nur wer das Hosting betreibt, kann das erlauben.
hooks-fault-kinds = Wählen Sie mindestens eines davon.
hooks-fault-many = Es gibt schon { $count } Webhooks, mehr sind nicht möglich. Entfernen Sie einen, der nicht gebraucht wird.

hooks-made = Der Webhook ist da
hooks-secret-lead = Mit diesem Geheimnis prüft der Empfänger, dass eine Anfrage von hier kommt. Es wird jetzt gezeigt und nie wieder.
hooks-to-hook = Zum Webhook
hooks-title = Webhook
hooks-change = Ändern
hooks-save = Speichern
hooks-changed = Der Webhook wurde geändert.
hooks-secret = Geheimnis
hooks-rotate = Neues Geheimnis erzeugen
hooks-rotate-means = Wenn jemand anderes es kennen könnte, erzeugen Sie ein neues. Einen Tag lang wird mit beiden signiert, damit der Empfänger in Ruhe umgestellt werden kann.
hooks-rotated = Der Webhook hat ein neues Geheimnis
hooks-rotated-lead = Einen Tag lang wird auch mit dem alten Geheimnis signiert. Das neue wird jetzt gezeigt und nie wieder.
hooks-old-secret = Das alte Geheimnis signiert noch bis { $until }.
hooks-test = Test senden
hooks-tested = Ein Test ist unterwegs. Gleich zeigt das Protokoll, was geantwortet wurde.
hooks-remove-title = Entfernen
hooks-remove = Webhook entfernen
hooks-remove-question = Diesen Webhook entfernen?
hooks-remove-told = Er erfährt nichts mehr.
hooks-remove-log = Sein Protokoll und sein Geheimnis sind weg.
hooks-removed = Der Webhook wurde entfernt.

hooks-log = Die letzten Antworten
hooks-log-none = Bisher wurde nichts gesagt.
hooks-event = Ereignis
hooks-answer = Antwort
hooks-becomes = Stand
hooks-again = Noch einmal senden
hooks-again-done = Das Ereignis ist wieder unterwegs.
hooks-again-gone = Dieses Ereignis steht nicht mehr im Protokoll.
hooks-again-at = wieder um { $at }
hooks-in-line = wartet auf die vor ihm
hooks-taken = angekommen
hooks-given-up = aufgegeben
hooks-took = { $count } ms

hook-trouble-no-such-name = es gibt keinen Host { $detail }
hook-trouble-name-servers = die Adresse des Hosts kann nicht nachgeschlagen werden: { $detail }
hook-trouble-no-address = der Host { $detail } hat keine Adresse
hook-trouble-inside = der Host hat nur Adressen dieses Rechners oder eines privaten Netzes: { $detail }
hook-trouble-clear-text = { $detail } wird unverschlüsselt gefragt, was nur in privaten Netzen erlaubt ist
hook-trouble-no-connection = keine Verbindung: { $detail }
hook-trouble-tls = über die Verschlüsselung gab es keine Einigung: { $detail }
hook-trouble-certificate = das Zertifikat ist nicht gut: { $detail }
hook-trouble-no-roots = dieser Rechner kennt keine Zertifizierungsstellen: ca-certificates muss installiert werden
hook-trouble-too-slow = innerhalb von { $detail } Sekunden kam keine ganze Antwort
hook-trouble-broke-off = die Verbindung brach ab: { $detail }
hook-trouble-too-long = die Antwort ist länger als { $detail } KiB
hook-trouble-redirect = die Antwort führt anderswohin ({ $detail }), dem wird nicht gefolgt: ändern Sie die Adresse des Webhooks
hook-trouble-status = antwortete { $detail }
hook-trouble-gone = antwortete { $detail }: der Empfänger will nichts mehr, der Webhook ist aus
hook-trouble-sealed = das Geheimnis wurde mit einem anderen Schlüssel versiegelt: erzeugen Sie ein neues
hook-trouble-no-url = die Adresse kann nicht verwendet werden: { $detail }

audit-webhook-add = Webhook hinzugefügt
audit-webhook-change = Webhook geändert
audit-webhook-remove = Webhook entfernt
audit-webhook-off = Webhook ausgeschaltet
audit-webhook-send-again = Ereignis eines Webhooks noch einmal gesendet
