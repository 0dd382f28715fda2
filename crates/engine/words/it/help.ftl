# The pages that help: sending a test, and finding out why nothing arrives.

# --- send a test ---
test-lead = Controlla se un’email di { $site } parte, e che cosa le succede lungo la strada.
test-send-title = Invia un’email di prova
# Shown while sending is stopped.
test-held = Per questo sito l’invio è fermo. Un’email di prova viene trattenuta come le altre, fino alla ripresa dell’invio.
test-to = Destinatario
test-to-hint = Un indirizzo di cui puoi aprire la casella.
# $address is the sender of the test email.
test-from = L’email arriva da { $address }.
test-button = Invia l’email di prova
test-address-wrong = Questo non è un indirizzo email. Scrivilo così: name@example.net.
# $why says in English, and in technical words, what Postern found.
test-refused = Postern non ha accettato l’email: { $why }
# $address is whom it was sent to. Shown above the story of that email.
test-taken = L’email di prova per { $address } è stata accettata. Questa pagina dice che cosa le succede.
# For those who may look at the site, but not change anything.
test-may-look = Il tuo account può vedere, ma non inviare. Chiedi a chi è titolare del sito.
test-scripts-title = Invia la prova con un tuo script
test-scripts-lead = Così si vede se gli script del tuo sito raggiungono Postern. Questi script usano la posta del server, senza un server SMTP esterno, come fa la funzione mail() di PHP.
# $file is the name of a file, $command what to type to run it.
test-script-how-php = Mettilo nella cartella del tuo sito come { $file } e aprilo nel browser, oppure esegui “{ $command }”. Poi eliminalo.
test-script-how = Salvalo come { $file } sul server ed esegui “{ $command }”, con l’utente a cui appartiene il tuo sito.
test-scripts-result = Cerca l’email e guarda che cosa le è successo
# What the scripts say: a comment before the recipient’s address; the text of their email; and what they print.
test-script-note = Scrivi qui il tuo indirizzo.
test-script-text = Questa email è stata inviata da uno script di prova di { $site }.
test-script-taken = Postern ha accettato l’email. Le sue pagine mostrano che cosa le succede.
test-script-refused = L’email non è stata accettata. Le righe qui sopra o il log degli errori dicono perché.

# --- the test email itself, in the site’s language ---
test-mail-subject = Email di prova di { $site }
test-mail-text = Questa email mostra che { $site } può inviare. Ha seguito la stessa strada delle email inviate dagli script del sito.

# --- nothing arrives: what was found, by the figures of the site, and what that means ---
help-lead = Un’email non è arrivata? Ecco che cosa ha visto Postern e che cosa si può provare.
finding-stopped = L’invio è fermo
finding-stopped-means = Ciò che i tuoi script inviano viene accettato, ma resta qui. Non parte nulla fino alla ripresa dell’invio.
finding-never = Finora nessuno script ha raggiunto Postern
finding-never-means = Da quando il sito è stato attivato, nessuno dei suoi script ha consegnato un’email. Inviano per un’altra strada, oppure si interrompono prima di inviare.
finding-silent = Da un po’ nessuno script raggiunge Postern
finding-silent-means = Prima funzionava. Un aggiornamento, un nuovo plugin o una modifica delle impostazioni può aver mandato le email per un’altra strada.
finding-failing = Le email arrivano qui, ma molte finiscono in errore
finding-failing-means = I tuoi script raggiungono Postern. Sono i server dei destinatari a non accettare ciò che inviano.
finding-waiting = Le email arrivano qui, ma i server dei destinatari non le accettano ancora
finding-waiting-means = Restano in attesa e per alcuni giorni l’invio viene ritentato automaticamente.
finding-leaving = Le email arrivano qui e partono
finding-leaving-means = I tuoi script raggiungono Postern e i server dei destinatari accettano le email. Quella che manca è molto probabilmente presso il destinatario, oppure è stata inviata a un altro indirizzo.

# What Postern saw: names of figures.
help-last = Ultima email di uno script
# $moment is a date and time, $ago how long ago that was.
help-last-at = { $moment } ({ $ago })
help-last-never = finora nessuna
help-last-script = Veniva da
help-sent-today = Inviate oggi
help-failed-today = In errore oggi
help-waiting = In attesa ora
help-ever = Email dall’attivazione

# --- what to try ---
help-first = Prova prima questo
help-then = Se non basta
help-state-title = Scopri perché l’invio è fermo
help-state = La panoramica dice da quando, da chi e perché è stato fermato, e che cosa fare.
help-state-link = Panoramica
help-scripts-title = Uno script o un mittente è fermo
help-scripts = Il resto del sito invia, ma ciò che arriva da lì viene trattenuto. Guarda se è proprio quello di cui ti mancano le email.
help-scripts-link = Script
help-script-title = Invia con uno script di prova
help-script = Copia un piccolo script nel tuo sito ed eseguilo. Se la sua email compare qui, la strada è libera e il problema è negli script del sito. Se non compare, la posta del server non raggiunge Postern.
help-script-link = Script di prova
help-mail-title = Lascia che il sito invii da sé
help-mail = Gli script possono inviare attraverso un server SMTP esterno: in quel caso Postern non vede nulla, e quel server può rifiutare. Fa’ in modo che usino la posta del server, che in PHP si chiama mail().
help-mail-wordpress = Disattiva i plugin che inviano via SMTP, come WP Mail SMTP o Post SMTP, oppure imposta il loro metodo di invio (“Mailer”) su “Default” o “PHP”.
help-mail-joomla = Nella configurazione globale, alla voce Server, imposta il metodo di invio (“Mailer”) su “PHP Mail”.
help-mail-drupal = Drupal invia da sé. Disinstalla o disattiva i moduli che inviano via SMTP, come SMTP Authentication Support.
help-mail-prestashop = Nei parametri avanzati, alla voce Email, scegli di usare /usr/sbin/sendmail invece dei tuoi parametri SMTP.
help-mail-phpmailer = Negli script che usano PHPMailer, chiama isMail() invece di isSMTP().
help-log-title = Controlla se lo script si interrompe
help-log = Uno script che si ferma per un errore non invia nulla. Usa di nuovo il modulo, poi leggi il log degli errori.
help-log-php = Cerca un file error_log nella cartella del sito, oppure il log degli errori nell’area clienti del tuo provider di hosting. Per farne scrivere uno, metti queste righe in php.ini o .user.ini, con una tua cartella:
help-log-wordpress = Metti queste righe in wp-config.php, sopra la riga “Finito, interrompere le modifiche”. Gli errori si trovano poi in wp-content/debug.log. Alla fine togli di nuovo le righe.
help-find-title = Cerca proprio quell’email
help-find = Cercala per destinatario. Se c’è ed è stata inviata, è arrivata al server del destinatario. Se non c’è, lo script non l’ha inviata.
help-find-link = Cerca un’email
help-junk-title = Guarda nella cartella dello spam
help-junk = Un’email inviata può trovarsi nella cartella dello spam (o posta indesiderata) del destinatario, o in una cartella per la pubblicità. Se il destinatario la segna come desiderata, la prossima arriva meglio.
help-recipient-title = Controlla a chi scrive il modulo
help-recipient = L’indirizzo del destinatario di un modulo è nelle sue impostazioni. Se contiene un errore, o se è di qualcuno che non c’è più, tutto finisce nel posto sbagliato.
help-errors-title = Leggi che cosa hanno risposto i server
help-errors = Per ogni email in errore trovi la risposta del server del destinatario, e che cosa significa in parole semplici.
help-errors-link = Email in errore
help-addresses-title = Correggi gli indirizzi sbagliati
help-addresses = Alcuni degli ultimi errori riguardano indirizzi che non esistono. Controlla da dove li prende lo script.
help-addresses-link = Vedi gli indirizzi
help-sender-title = Fa’ dichiarare al tuo dominio che questo server può inviare a suo nome
help-sender = In alcuni degli ultimi errori è stato rifiutato il mittente. I server dei destinatari guardano i dati del tuo dominio (SPF e DKIM); il tuo provider di hosting può aiutarti a impostarli. I moduli devono inviare da un indirizzo del tuo dominio; l’indirizzo del visitatore va nel campo per le risposte.
help-queue-title = Guarda che cosa è in attesa, e per chi
help-queue = I server dei destinatari possono essere occupati, o non fidarsi ancora di un mittente nuovo. Postern riprova da sé: non serve inviare due volte.
help-queue-link = Email in attesa
help-provider-title = Chiedi al tuo provider di hosting
help-provider = Indica il sito, l’ora, il destinatario e che cosa ha scritto lo script di prova.
help-covers-title = Di che cosa si occupa Postern
help-covers = Postern prende in consegna le email inviate dagli script del tuo sito. Quelle che scrivi con un programma di posta o in una webmail, e quelle che ricevi, seguono un’altra strada e qui non si vedono.
