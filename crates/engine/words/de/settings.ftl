# The settings of a site.
settings-report = Adresse für Berichte
settings-report-hint = Berichte und Warnungen zu dieser Website gehen an diese Adresse. Lassen Sie sie leer, wenn Sie keine möchten.
settings-report-wrong = Das ist keine E-Mail-Adresse. Schreiben Sie sie wie name@example.net oder lassen Sie das Feld leer.
settings-language = Sprache der Berichte
settings-language-hint = In dieser Sprache sind die E-Mails, die Postern Ihnen schreibt, und die Test-E-Mails.
settings-language-wrong = Diese Sprache spricht Postern nicht. Wählen Sie eine aus der Liste.
settings-zone = Zeitzone
settings-zone-hint = Tippen Sie den Anfang eines Städtenamens und wählen Sie aus der Liste. Danach richten sich „heute“ und alle Uhrzeiten dieser Website.
# $clock is a time of day, by the time zone that is saved.
settings-clock = Nach der gespeicherten ist es jetzt { $clock }.
settings-zone-wrong = Diese Zeitzone gibt es nicht. Wählen Sie eine aus der Liste, zum Beispiel Europe/Berlin.
settings-notices = Mich benachrichtigen
# One kind of message: emails that are kept back because sending is stopped are given up after some days.
notice-held-mail-goes = wenn zurückgehaltene E-Mails bald verfallen
notice-held-mail-goes-means = Einen Tag bevor die erste verfällt, solange noch Zeit ist, sie freizugeben.
notice-state-changed = wenn der Versand angehalten oder wieder gestartet wird oder wartende E-Mails gelöscht werden
notice-state-changed-means = Wer es war, warum, und was als Nächstes zu tun ist.
notice-first-failure = wenn eine E-Mail fehlschlägt und einen Monat lang keine fehlgeschlagen war
notice-first-failure-means = Sofort, ohne auf den Bericht des Tages zu warten.
settings-save = Speichern
settings-saved = Die Einstellungen sind gespeichert.
settings-unchanged = Es wurde nichts geändert.

# --- what the operator set ---
settings-fixed = Vom Hosting-Anbieter festgelegt
settings-fixed-lead = Fragen Sie Ihren Hosting-Anbieter, wenn hiervon etwas anders sein soll.
settings-may-look = Mit Ihrem Konto können Sie hier alles ansehen, aber nichts ändern.
settings-domains = Domains der Absender
# How Postern knows that an email is of this site.
settings-identities = Erkannt an
# $uid is the number of a user of the server’s system.
settings-uid = Systembenutzer { $uid }
settings-login = SMTP-Login { $login }
settings-range = Adresse { $range }
settings-limits = Grenzen
# $size is a size like 10 MB.
settings-limit-size = { $size } je E-Mail
settings-limit-recipients = { $count ->
    [one] { $count } Empfänger je E-Mail
   *[other] { $count } Empfänger je E-Mail
}
settings-limit-queued = { $count ->
    [one] { $count } wartende E-Mail
   *[other] { $count } wartende E-Mails
}
settings-limit-queued-size = { $size } an wartenden E-Mails
settings-since = Eingerichtet am
settings-none = keine
# At the end of a list of which only the beginning is shown.
settings-more = und { $count } weitere
