# What state a site is in, why emails fail, and what to do: words of the overview that other pages and mails share.

# --- the mark beside a site's name ---
badge-enabled = Sendet
# After it was blocked for too many failures and unblocked: watched for a while.
badge-forced = Sendet, wird beobachtet
badge-blocked = Angehalten
badge-bounce = Angehalten: Fehler
badge-spam = Angehalten: Spam
badge-locked = Angehalten und gesperrt

# --- the state in a sentence, and what it means ---
state-enabled = E-Mails werden versendet
state-enabled-means = Was die Skripte Ihrer Website übergeben, wird sofort zugestellt.
state-forced = E-Mails werden wieder versendet
state-forced-means = Zuvor sind zu viele fehlgeschlagen. Eine Woche lang sind doppelt so viele Fehler wie sonst erlaubt; werden es mehr, wird der Versand wieder angehalten.
state-blocked = Der Versand ist angehalten
state-blocked-means = Neue E-Mails Ihrer Skripte werden weiter angenommen, aber nicht zugestellt, sondern hier aufbewahrt.
state-bounce = Der Versand ist angehalten: Zu viele E-Mails sind fehlgeschlagen
state-bounce-means = Die Empfänger haben so viele E-Mails abgelehnt, dass weiteres Senden allen E-Mails dieses Servers schaden würde. Neue E-Mails werden weiter angenommen, aber hier aufbewahrt.
state-spam = Der Versand ist angehalten: Die E-Mails sehen nach Spam aus
state-spam-means = Oft nutzt ein Fremder ein Formular oder ein gestohlenes Passwort, um über die Website zu senden. Neue E-Mails werden weiter angenommen, aber hier aufbewahrt.

# --- since when and by whom; $moment is a date and time, $ago how long ago that was ---
since = seit { $moment } ({ $ago })
since-green = Seit { $moment } ({ $ago }).
last-mail = Die letzte E-Mail kam am { $moment } ({ $ago }).
last-mail-none = Bisher ist keine E-Mail gekommen.
since-red-you = Seit { $moment } ({ $ago }), angehalten von Ihnen.
since-red-owner = Seit { $moment } ({ $ago }), angehalten von { $name }.
since-red-provider = Seit { $moment } ({ $ago }), angehalten von Ihrem Hosting-Anbieter.
since-red-operator = Seit { $moment } ({ $ago }), angehalten vom Betreiber { $name }.
since-red-policy = Seit { $moment } ({ $ago }), automatisch angehalten.
# Before the words someone gave as a reason.
reason = Begründung

# The mark before something that is being done at this moment.
under-way = Läuft gerade
under-way-released = { $count ->
    [one] { $count } freigegebene E-Mail wird jetzt versendet, obwohl der Versand angehalten ist.
   *[other] { $count } freigegebene E-Mails werden jetzt versendet, obwohl der Versand angehalten ist.
}

# Work on many waiting emails, while it goes on: $seen of $total were looked at so far, $done of them dealt with.
job-release = E-Mails werden freigegeben: { $done } bisher, { $seen } von { $total } durchgesehen.
job-delete = E-Mails werden gelöscht: { $done } bisher, { $seen } von { $total } durchgesehen.
job-retry = Die Zustellung von E-Mails wird erneut versucht: { $done } bisher, { $seen } von { $total } durchgesehen.
job-progress = Fortschritt

# --- facts below a state ---
mails = { $count ->
    [one] { $count } E-Mail
   *[other] { $count } E-Mails
}
why-held = Jetzt zurückgehalten
# Held mail is given up after some days.
why-given-up = Aufbewahrt bis
why-given-up-at = Die älteste verfällt am { $moment } ({ $ago }).
why-script = Skript mit den meisten Fehlern
# $count of the latest $of failures are of this script.
why-script-count = { $script } ({ $count } der letzten { $of } Fehler)
why-reply = Antwort eines Empfängers

# --- what to do, step by step ---
next-title = Was zu tun ist
step-read-errors = Sehen Sie nach, welche E-Mails fehlgeschlagen sind und was die Empfänger geantwortet haben.
step-read-errors-link = Fehlgeschlagene E-Mails
step-check-addresses = Berichtigen Sie die falschen Adressen in diesem Skript oder seiner Liste: An Adressen, die es nicht gibt, darf nicht noch einmal geschrieben werden.
step-find-script = Sehen Sie nach, welches Skript diese E-Mails sendet und ob Sie sie kennen.
step-find-script-link = Skripte
step-secure-script = Schließen Sie die Lücke: Aktualisieren Sie die Software der Website, ändern Sie ihre Passwörter und schützen Sie die Formulare mit einem Captcha.
step-block-script = Halten Sie nur dieses eine Skript an, damit der Rest der Website weiter senden kann.
step-block-script-link = Skripte
step-delete-junk = Löschen Sie wartende E-Mails, die nicht versendet werden sollen.
step-delete-junk-link = Wartende E-Mails
step-unblock = Starten Sie dann den Versand wieder: Was wartet, wird versendet, das Älteste zuerst.
step-unblock-forced = Starten Sie dann den Versand wieder: Was wartet, wird versendet, und eine Woche lang sind doppelt so viele Fehler wie sonst erlaubt.
step-purge-spam = Löschen Sie dann alle wartenden E-Mails: Danach werden neue wieder versendet.
step-decide-spam = Entscheiden Sie dann: Starten Sie den Versand, damit alles Wartende versendet wird, oder löschen Sie alles.
step-decide-spam-link = Wartende E-Mails
step-ask-provider = Schreiben Sie Ihrem Hosting-Anbieter, was Sie geändert haben. Der Versand ist gesperrt: Nur er kann ihn wieder starten.
step-ask-owner = Fragen Sie den Inhaber der Website. Mit Ihrem Konto können Sie alles ansehen, aber nichts ändern.
step-watch = Schauen Sie in ein paar Tagen wieder vorbei: Wenn die Zahl der Fehler sinkt, endet die Beobachtung von selbst.

# --- the classes of failures, and what each means ---
class-bad-mailbox = Adresse gibt es nicht
class-bad-mailbox-means = Dieses Postfach gibt es nicht, oder es wurde geschlossen. Prüfen Sie die Adresse auf Tippfehler.
class-bad-domain = Domain nimmt keine E-Mails an
class-bad-domain-means = Den Teil hinter dem @ gibt es nicht, oder er kann keine E-Mails empfangen. Prüfen Sie ihn auf Tippfehler.
class-mailbox-full = Postfach ist voll
class-mailbox-full-means = Der Empfänger hat keinen Platz mehr und muss erst welchen schaffen.
class-refused-by-policy = Durch eine Regel abgelehnt
class-refused-by-policy-means = Der Empfänger nimmt diese E-Mail oder diesen Absender nicht an. Warum, steht in seiner Antwort.
class-refused-as-spam = Als Spam abgelehnt
class-refused-as-spam-means = Der Empfänger hält die E-Mail oder ihre Herkunft für Spam.
class-expired = Nach Tagen verfallen
class-expired-means = Die Zustellung wurde tagelang versucht, aber der Empfänger hat die E-Mail nie angenommen.
class-expired-held = Zu lange zurückgehalten
class-expired-held-means = Der Versand war so lange angehalten, dass die E-Mail verfallen ist.
class-network = Empfänger nicht erreichbar
class-network-means = Der Server des Empfängers hat nicht so geantwortet, wie er sollte.
class-complaint = Als Spam gemeldet
class-complaint-means = Der Empfänger hat seinem E-Mail-Anbieter gemeldet, dass er diese E-Mail nicht haben will.
