# The pages on mails: those in error, the story of one, those that wait, and the scripts that send.

# --- lists ---
none-fits = Keine passende E-Mail
none-fits-means = Suchen Sie nach etwas anderem oder lassen Sie sich alle anzeigen.
# A long list is looked through piece by piece.
none-so-far = Bisher nichts gefunden
none-so-far-means = Ein Teil der Liste ist durchgesehen. „Mehr anzeigen“ setzt dort fort.
export-csv = Als CSV herunterladen
export-json = Als JSON herunterladen

# --- emails in error ---
errors-lead = Diese E-Mails sind nicht angekommen. Öffnen Sie eine, um zu sehen, was der Empfänger geantwortet hat, was das bedeutet und was hilft.
errors-search = Empfänger, Betreff, Antwort
errors-classes = Was geschehen ist
# Of very many only the newest are counted.
errors-counted-since = Gezählt seit { $moment }: Es sind zu viele, um alle zu zählen.
# Before a description of what happened, where no server of the receiver answered.
reply-happened = Was geschehen ist
class-bad-mailbox-advice = Berichtigen Sie die Adresse dort, wo Ihr Skript sie hernimmt, oder streichen Sie sie von der Liste. An eine Adresse, die es nicht gibt, darf nicht noch einmal geschrieben werden.
class-bad-domain-advice = Berichtigen Sie die Adresse oder streichen Sie sie von der Liste. Ein Formular sollte prüfen, was Besucher eingeben.
class-mailbox-full-advice = Sie können nur versuchen, den Empfänger auf anderem Weg zu erreichen. Senden Sie später noch einmal; wenn es so bleibt, streichen Sie die Adresse von der Liste.
class-refused-by-policy-advice = Lesen Sie die Antwort: Oft nennt sie die Regel, manchmal mit einem Link. Häufig ist bei der Domain noch nicht eingetragen, dass dieser Server für sie senden darf (SPF und DKIM); Ihr Hosting-Anbieter kann helfen.
class-refused-as-spam-advice = Sehen Sie nach, was das Skript sendet und ob Sie diese E-Mails kennen. Wenn ein Formular missbraucht wird, schützen Sie es mit einem Captcha; schreiben Sie nur denen, die darum gebeten haben.
class-expired-advice = Prüfen Sie die Adresse. Wenn sie stimmt, erreichen Sie den Empfänger auf anderem Weg: Sein Server hat tagelang keine E-Mail angenommen.
class-expired-held-advice = Starten Sie den Versand künftig rechtzeitig wieder und lassen Sie Ihr Skript noch einmal senden, was noch wichtig ist.
class-network-advice = Prüfen Sie den Teil hinter dem @. Wenn er stimmt, hat der Server des Empfängers einen Fehler, den nur sein Betreiber beheben kann.
class-complaint-advice = Schreiben Sie diesem Empfänger nicht mehr und geben Sie jedem Newsletter einen Link zum Abbestellen.

# --- the story of an email ---
column-subject = Betreff
column-sender = Absender
# An email that reports a failure has no sender to answer to.
sender-none = kein Absender (ein Bericht)
subject-none = (kein Betreff)
trace-lead = Suchen Sie eine E-Mail Ihrer Skripte: Jede hat ihre Geschichte, vom Skript bis zum Empfänger.
# What an email is known by: our number, or the field Message-ID.
trace-id = Nummer oder Message-ID
trace-none = Noch keine E-Mails
trace-none-means = Keines der Skripte dieser Website hat eine E-Mail übergeben, über die hier noch etwas bekannt ist.
trace-none-fits-means = Empfänger und Absender müssen ganze Adressen sein. Vom Betreff genügt ein Teil. Alte E-Mails werden nach einigen Wochen vergessen.
# After the first recipient of an email.
trace-others = { $count ->
    [one] und { $count } weiterer
   *[other] und { $count } weitere
}
# $what is one of the marks below: so many recipients of one email are at it.
trace-times = { $what }: { $count }
# The marks: how an email stands with one recipient.
stands-sent = Zugestellt
stands-failed = Fehlgeschlagen
stands-held = Zurückgehalten
stands-queued = Wartend
stands-deleted = Gelöscht
story-title = Die Geschichte einer E-Mail
story-recipients = Was aus ihr wurde
story-origin = Woher sie kam
story-accepted = Übergeben
story-moment = { $moment } ({ $ago })
story-size = Größe
story-method = Auf welchem Weg
method-sendmail = durch das Programm sendmail (die Funktion mail() von PHP benutzt es)
method-drop = als Datei im Ablageverzeichnis
method-smtp = über SMTP
method-http = über die API
method-notice = von Postern selbst geschrieben
story-login = Anmeldename
story-address = Von der Adresse
# The numbers of the user, its group and the program that handed the email over.
story-process = Programm
story-site = Website
story-site-stated = wie beim Übergeben angegeben
story-number = Nummer
story-message-id = Message-ID
story-stated = Eigene Angaben
story-stated-means = Das sagt das Skript oder der Server darum herum über sich selbst. Niemand hat es geprüft.
story-earlier = { $count ->
    [one] { $count } früherer Versuch wird nicht gezeigt.
   *[other] { $count } frühere Versuche werden nicht gezeigt.
}
attempt-sent = Der Empfänger hat sie angenommen.
attempt-deferred = Sie ließ sich noch nicht zustellen.
attempt-failed = Sie ist fehlgeschlagen.
attempt-deleted = Sie wurde gelöscht, bevor sie versendet war.
next-held = Sie wird zurückgehalten, weil der Versand für diese Website angehalten ist.
next-held-link = Übersicht
next-stopped = Sie wird zurückgehalten, weil ihr Skript oder Absender angehalten ist.
next-stopped-link = Skripte
next-tried = Die Zustellung wird am { $moment } erneut versucht ({ $ago }).
next-due = Sie wird jetzt versendet.
next-sent = Wenn sie nicht im Posteingang des Empfängers liegt, sollte er im Spam-Ordner nachsehen: Ab hier liegt sie in den Händen seines E-Mail-Anbieters.

# --- waiting emails ---
queue-lead = E-Mails, die übergeben, aber noch nicht versendet wurden.
queue-kinds = Was wartet
queue-tab-held = Zurückgehalten
queue-tab-deferred = Werden erneut versucht
queue-tab-due = Kurz vor dem Versand
queue-recipient = Empfänger oder @domain
queue-older = Wartet seit mindestens
queue-empty = Es warten keine E-Mails
queue-empty-means = Was Ihre Skripte übergeben, wird sofort zugestellt.
queue-none-fits-means = Empfänger und Absender müssen ganze Adressen sein; @example.net steht für alle Adressen dieser Domain.
column-waits = Wie es um sie steht
# How a waiting email stands.
waits-held = Zurückgehalten: Der Versand ist angehalten
waits-stopped = Zurückgehalten: Ihr Skript oder Absender ist angehalten
waits-deferred = Erneuter Versuch am { $moment } ({ $ago })
waits-soon = Wird gleich erneut versucht
waits-due = Kurz vor dem Versand
waits-in-hand = Wird gerade dem Empfänger übergeben
waits-released = freigegeben
queue-tried = { $count ->
    [one] einmal versucht
   *[other] { $count }-mal versucht
}
choose-title = Was mit ihnen geschehen soll
choose-ticked = Die ausgewählten
choose-fitting = Alle, die zur Suche passen
choose-all = Alle, die warten
choose-tick = Diese E-Mail auswählen
work-release = Freigeben
work-delete = Löschen
work-retry = Jetzt versuchen
refused-spam = Der Versand ist angehalten, weil die E-Mails nach Spam aussehen: Sie können nicht freigegeben, sondern nur gelöscht werden.
reload = Seite neu laden
job-released = { $count ->
    [0] Es wurde keine E-Mail freigegeben ({ $ago }).
    [one] { $count } E-Mail wurde freigegeben ({ $ago }).
   *[other] { $count } E-Mails wurden freigegeben ({ $ago }).
}
job-deleted = { $count ->
    [0] Es wurde keine E-Mail gelöscht ({ $ago }).
    [one] { $count } E-Mail wurde gelöscht ({ $ago }).
   *[other] { $count } E-Mails wurden gelöscht ({ $ago }).
}
job-retried = { $count ->
    [0] Keine E-Mail musste erneut versucht werden ({ $ago }).
    [one] { $count } E-Mail wird erneut versucht ({ $ago }).
   *[other] { $count } E-Mails werden erneut versucht ({ $ago }).
}
# A later action of someone ended the work.
job-taken-back = Das Freigeben von E-Mails wurde durch eine spätere Aktion beendet; bis dahin freigegeben: { $count } ({ $ago }).

# --- before something is done with waiting emails: a question, what will happen, the button ---
release-question = Wartende E-Mails freigeben?
delete-question = Wartende E-Mails löschen?
retry-question = Wartende E-Mails jetzt versuchen?
# So many emails are meant.
work-count = { $count ->
    [one] Es geht um { $count } E-Mail.
   *[other] Es geht um { $count } E-Mails.
}
work-count-least = Es geht um mehr als { $count } E-Mails.
work-recipient = Nur an { $recipient }.
work-sender = Nur vom Absender { $sender }.
work-script = Nur vom Skript { $script }.
# $kind is one of the parts of the list: Kept back, Will be tried again, About to go out.
work-kind = Nur aus dem Teil „{ $kind }“.
work-older = Nur solche, die seit { $span } oder länger warten.
release-happens = Sie werden zugestellt, obwohl der Versand für diese Website angehalten ist. Alles andere bleibt hier.
release-stopped = Was wartet, weil sein Skript oder Absender angehalten ist, bleibt hier, bis von dort wieder gesendet werden darf (Seite Skripte).
delete-happens = Sie werden nicht zugestellt. Gelöschte E-Mails lassen sich nicht zurückholen.
delete-in-hand = Eine E-Mail, die in diesem Moment einem Empfänger übergeben wird, kommt vielleicht noch an.
retry-happens = Was erst später erneut versucht würde, wird sofort versucht. Was zurückgehalten wird, bleibt hier.
release-confirm = Freigeben
delete-confirm = Löschen
retry-confirm = Jetzt versuchen
work-none-ticked = Es wurde keine E-Mail ausgewählt. Wählen Sie einige aus oder nehmen Sie alle.
work-none = Von diesen E-Mails wartet keine mehr.
work-begun-release = E-Mails werden freigegeben.
work-begun-delete = E-Mails werden gelöscht.
work-begun-retry = E-Mails werden erneut versucht.
work-nothing = Der Versand läuft: Es gibt nichts freizugeben.

# --- scripts ---
scripts-lead = Welches Skript sendet, wie viel, und wie viel davon fehlschlägt. Ein einzelnes lässt sich anhalten, während der Rest der Website weiter sendet.
scripts-title = Skripte, die senden
scripts-by = Geordnet nach
scripts-by-sent = Am meisten gesendet
scripts-by-failed = Am meisten fehlgeschlagen
scripts-days = Letzte 31 Tage
scripts-days-told = In den letzten 31 Tagen { $sent } gesendet, { $failed } fehlgeschlagen
# The part of a script’s emails that failed, in hundredths.
scripts-part = Schlägt fehl
scripts-last = Zuletzt gesehen
scripts-none = Noch kein Skript hat gesendet
scripts-none-means = Sobald eines eine E-Mail übergibt, steht es hier mit dem, was es sendet.
scripts-stated = Die Namen sind so, wie sie beim Übergeben angegeben wurden: Ein Skript kann sich für ein anderes ausgeben.
script-stopped = Angehalten
script-accepted = Übergeben
script-first = Zuerst gesehen
script-errors = Seine fehlgeschlagenen E-Mails
script-trace = Seine E-Mails
script-queue = Seine wartenden E-Mails
script-stop = Dieses Skript anhalten
# Said by a screen reader of the chart of one script.
script-told = { $sent } gesendet, { $failed } fehlgeschlagen in den letzten 31 Tagen
script-column = { $when }: { $sent } gesendet, { $failed } fehlgeschlagen
unstop-link = Wieder senden lassen
stop-sender-title = Einen Absender anhalten
stop-sender-lead = Die E-Mails einer Absenderadresse werden zurückgehalten, gleich welches Skript sie sendet.
stop-sender-button = Weiter
# What is asked of a script (neuter) or a sender (masculine) has one wording: “von dort”.
stop-script-question = Dieses Skript anhalten?
stop-sender-question = Diesen Absender anhalten?
stop-new = Neue E-Mails von dort werden angenommen und hier aufbewahrt, statt zugestellt zu werden.
stop-waiting = { $count ->
    [0] Von dort wartet jetzt keine E-Mail.
    [one] { $count } wartende E-Mail von dort bleibt hier.
   *[other] { $count } wartende E-Mails von dort bleiben hier.
}
stop-waiting-least = Mehr als { $count } wartende E-Mails von dort bleiben hier.
stop-rest = Der Rest der Website sendet weiter.
stop-confirm = Anhalten
stop-done = Angehalten: Die E-Mails von dort werden jetzt zurückgehalten.
stop-nothing = Das war schon angehalten. Es wurde nichts geändert.
stop-no-address = Das ist keine E-Mail-Adresse, die sich anhalten lässt. Es wurde nichts geändert.
unstop-question = Wieder senden lassen?
unstop-waiting = { $count ->
    [0] Von dort wartet jetzt keine E-Mail.
    [one] { $count } wartende E-Mail von dort wird versendet.
   *[other] { $count } wartende E-Mails von dort werden versendet.
}
unstop-waiting-least = Mehr als { $count } wartende E-Mails von dort werden versendet.
unstop-new = Neue E-Mails von dort werden sofort zugestellt.
unstop-red = Aber der Versand ist für die ganze Website angehalten: Bis er wieder läuft, bleiben auch diese E-Mails hier.
unstop-confirm = Wieder senden lassen
unstop-done = Von dort darf wieder gesendet werden; was gewartet hat, wird versendet.
unstop-done-red = Von dort darf wieder gesendet werden, sobald der Versand der ganzen Website läuft.
unstop-nothing = Das war schon nicht mehr angehalten. Es wurde nichts geändert.
