# The pages that help: sending a test, and finding out why nothing arrives.

# --- send a test ---
test-lead = Sehen Sie, ob eine E-Mail von { $site } versendet wird und was unterwegs mit ihr geschieht.
test-send-title = Test-E-Mail senden
# Shown while sending is stopped.
test-held = Der Versand ist für diese Website angehalten. Auch eine Test-E-Mail wird zurückgehalten, bis der Versand wieder startet.
test-to = An
test-to-hint = Eine Adresse, in deren Postfach Sie nachsehen können.
# $address is the sender of the test email.
test-from = Die E-Mail kommt von { $address }.
test-button = Test-E-Mail senden
test-address-wrong = Das ist keine E-Mail-Adresse. Schreiben Sie sie wie name@example.net.
# $why says in English, and in technical words, what Postern found.
test-refused = Postern hat die E-Mail nicht angenommen: { $why }
# $address is whom it was sent to. Shown above the story of that email.
test-taken = Die Test-E-Mail an { $address } wurde angenommen. Diese Seite zeigt, was aus ihr wird.
# For those who may look at the site, but not change anything.
test-may-look = Mit Ihrem Konto können Sie alles ansehen, aber nichts senden. Fragen Sie den Inhaber der Website.
test-scripts-title = Mit einem eigenen Skript senden
test-scripts-lead = So zeigt sich, ob die Skripte Ihrer Website Postern erreichen. Diese Testskripte senden über den Server selbst, ohne fremden SMTP-Server, so wie mail() von PHP.
# $file is the name of a file, $command what to type to run it.
test-script-how-php = Legen Sie es als { $file } in den Ordner Ihrer Website und öffnen Sie es im Browser, oder führen Sie „{ $command }“ aus. Löschen Sie es danach wieder.
test-script-how = Speichern Sie es als { $file } auf dem Server und führen Sie „{ $command }“ aus, und zwar als der Benutzer, zu dem Ihre Website gehört.
test-scripts-result = Die E-Mail suchen und sehen, was aus ihr wurde
# What the scripts say: a comment before the recipient’s address; the text of their email; and what they print.
test-script-note = Tragen Sie hier Ihre eigene Adresse ein.
test-script-text = Diese E-Mail kommt von einem Testskript von { $site }.
test-script-taken = Postern hat die E-Mail angenommen. Auf seinen Seiten steht, was aus ihr wird.
test-script-refused = Die E-Mail wurde nicht angenommen. Warum, steht in den Zeilen darüber oder im Fehlerprotokoll.

# --- the test email itself, in the site’s language ---
test-mail-subject = Test-E-Mail von { $site }
test-mail-text = Diese E-Mail zeigt, dass { $site } senden kann. Sie hat denselben Weg genommen wie die E-Mails aus den Skripten der Website.

# --- nothing arrives: what was found, by the figures of the site, and what that means ---
help-lead = Eine E-Mail ist nicht angekommen? Hier steht, was Postern gesehen hat und was Sie versuchen können.
finding-stopped = Der Versand ist angehalten
finding-stopped-means = Was Ihre Skripte senden, wird angenommen, aber hier aufbewahrt. Versendet wird erst, wenn der Versand wieder startet.
finding-never = Bisher hat kein Skript Postern erreicht
finding-never-means = Seit die Website eingerichtet wurde, hat keines ihrer Skripte eine E-Mail übergeben. Sie senden auf einem anderen Weg oder brechen vorher ab.
finding-silent = In letzter Zeit hat kein Skript Postern erreicht
finding-silent-means = Früher ging es. Vielleicht nehmen die E-Mails nach einem Update, durch ein neues Plugin oder durch eine geänderte Einstellung einen anderen Weg.
finding-failing = Es kommen E-Mails, aber viele schlagen fehl
finding-failing-means = Ihre Skripte erreichen Postern. Die Empfänger nehmen nicht an, was sie senden.
finding-waiting = Es kommen E-Mails, aber die Empfänger nehmen sie noch nicht an
finding-waiting-means = Sie warten hier, und die Zustellung wird einige Tage lang von selbst erneut versucht.
finding-leaving = Es kommen E-Mails, und sie werden versendet
finding-leaving-means = Ihre Skripte erreichen Postern, und die Empfänger nehmen die E-Mails an. Was fehlt, liegt höchstwahrscheinlich beim Empfänger oder ging an eine andere Adresse.

# What Postern saw: names of figures.
help-last = Letzte E-Mail eines Skripts
# $moment is a date and time, $ago how long ago that was.
help-last-at = { $moment } ({ $ago })
help-last-never = bisher keine
help-last-script = Sie kam von
help-sent-today = Heute gesendet
help-failed-today = Heute fehlgeschlagen
help-waiting = Jetzt wartend
help-ever = E-Mails seit der Einrichtung

# --- what to try ---
help-first = Versuchen Sie zuerst das
help-then = Wenn es das nicht ist
help-state-title = Nachsehen, warum der Versand angehalten ist
help-state = In der Übersicht steht, seit wann, von wem und warum, und was zu tun ist.
help-state-link = Übersicht
help-scripts-title = Ein Skript oder Absender ist angehalten
help-scripts = Der Rest der Website sendet, aber was dieses Skript oder dieser Absender übergibt, wird zurückgehalten. Sehen Sie nach, ob die vermissten E-Mails von dort kommen.
help-scripts-link = Skripte
help-script-title = Mit einem Testskript senden
help-script = Kopieren Sie ein kleines Skript auf Ihre Website und führen Sie es aus. Wenn seine E-Mail hier erscheint, ist der Weg frei, und der Fehler liegt in den Skripten der Website. Wenn nicht, erreichen die E-Mails des Servers Postern nicht.
help-script-link = Testskripte
help-mail-title = Die Website selbst senden lassen
help-mail = Skripte können auch über einen fremden SMTP-Server senden. Dann sieht Postern nichts davon, und jener Server lehnt die E-Mails vielleicht ab. Lassen Sie sie über den Server selbst senden; in PHP heißt das mail().
help-mail-wordpress = Schalten Sie Plugins aus, die über SMTP senden, zum Beispiel WP Mail SMTP oder Post SMTP, oder stellen Sie dort als Mailer „Default“ oder „PHP“ ein.
help-mail-joomla = Stellen Sie in der Konfiguration unter „Server“ als Mailer „PHP Mail“ ein.
help-mail-drupal = Drupal sendet von sich aus selbst. Deinstallieren Sie Module, die über SMTP senden, zum Beispiel SMTP Authentication Support, oder schalten Sie sie aus.
help-mail-prestashop = Wählen Sie in den erweiterten Einstellungen unter „E-Mail“ /usr/sbin/sendmail statt eigener SMTP-Parameter.
help-mail-phpmailer = Rufen Sie in Skripten, die PHPMailer benutzen, isMail() statt isSMTP() auf.
help-log-title = Nachsehen, ob das Skript abbricht
help-log = Ein Skript, das mit einem Fehler abbricht, sendet nichts. Schicken Sie das Formular noch einmal ab und lesen Sie dann das Fehlerprotokoll.
help-log-php = Suchen Sie im Ordner der Website nach einer Datei error_log oder im Kundenbereich Ihres Hosting-Anbieters nach dem Fehlerprotokoll. Damit eines geschrieben wird, setzen Sie diese Zeilen in php.ini oder .user.ini und geben Sie dabei einen eigenen Ordner an:
help-log-wordpress = Setzen Sie diese Zeilen in wp-config.php, und zwar über die Zeile, die das Ende der Bearbeitung anzeigt. Fehler stehen dann in wp-content/debug.log. Nehmen Sie die Zeilen danach wieder heraus.
help-find-title = Genau diese E-Mail suchen
help-find = Suchen Sie nach ihrem Empfänger. Wenn sie da ist und gesendet wurde, hat der Empfänger sie. Wenn sie nicht da ist, hat das Skript sie nicht gesendet.
help-find-link = E-Mail suchen
help-junk-title = Im Spam-Ordner nachsehen
help-junk = Eine gesendete E-Mail liegt vielleicht im Spam-Ordner des Empfängers oder in einem eigenen Ordner für Werbung. Wenn er sie als erwünscht markiert, kommt die nächste besser an.
help-recipient-title = Prüfen, an wen das Formular schreibt
help-recipient = Formulare haben die Adresse ihres Empfängers in ihren Einstellungen. Ein Tippfehler darin oder die Adresse von jemandem, der nicht mehr da ist, schickt alles an die falsche Stelle.
help-errors-title = Lesen, was die Empfänger geantwortet haben
help-errors = Bei jeder fehlgeschlagenen E-Mail steht die Antwort des Empfängers und in einfachen Worten, was sie bedeutet.
help-errors-link = Fehlgeschlagene E-Mails
help-addresses-title = Falsche Adressen berichtigen
help-addresses = Einige der letzten Fehler sind Adressen, die es nicht gibt. Prüfen Sie, woher das Skript sie nimmt.
help-addresses-link = Adressen ansehen
help-sender-title = In der Domain eintragen, dass dieser Server für sie senden darf
help-sender = Bei einigen der letzten Fehler wurde der Absender abgelehnt. Empfänger sehen in den Einträgen Ihrer Domain nach (SPF und DKIM); Ihr Hosting-Anbieter kann Ihnen dabei helfen. Lassen Sie Formulare von einer Adresse Ihrer eigenen Domain senden und setzen Sie die Adresse des Besuchers in das Feld für Antworten.
help-queue-title = Nachsehen, was wartet und auf wen
help-queue = Empfänger sind vielleicht überlastet oder trauen einem neuen Absender noch nicht. Postern versucht es von selbst erneut; Sie müssen nichts zweimal senden.
help-queue-link = Wartende E-Mails
help-provider-title = Ihren Hosting-Anbieter fragen
help-provider = Nennen Sie ihm die Website, die Uhrzeit, den Empfänger und das, was das Testskript ausgegeben hat.
help-covers-title = Was Postern betrifft
help-covers = Postern nimmt die E-Mails an, die Skripte Ihrer Website senden. Was Sie in einem Mailprogramm oder per Webmail schreiben und was Sie empfangen, geht einen anderen Weg und ist hier nicht zu sehen.
