# The pages on mails: those in error, the story of one, those that wait, and the scripts that send.

# --- lists ---
none-fits = Nessuna email corrisponde
none-fits-means = Cambia la ricerca, oppure mostra tutto.
# A long list is looked through piece by piece.
none-so-far = Finora non si è trovato nulla
none-so-far-means = È stata esaminata una parte dell’elenco. “Mostra altro” prosegue da lì.
export-csv = Scarica come CSV
export-json = Scarica come JSON

# --- emails in error ---
errors-lead = Queste email non sono arrivate. Aprine una per vedere che cosa ha risposto il server del destinatario, che cosa significa e che cosa si può fare.
errors-search = Destinatario, oggetto, risposta
errors-classes = Che cosa è successo
# Of very many only the newest are counted.
errors-counted-since = Sono troppe per contarle tutte. Inizio del conteggio: { $moment }.
# Before a description of what happened, where no server of the receiver answered.
reply-happened = Che cosa è successo
class-bad-mailbox-advice = Correggi l’indirizzo là dove lo prende lo script, oppure toglilo dalla lista. A chi non esiste non si deve più scrivere.
class-bad-domain-advice = Correggi l’indirizzo, oppure toglilo dalla lista. Un modulo dovrebbe controllare ciò che scrivono i visitatori.
class-mailbox-full-advice = Puoi solo raggiungere il destinatario in un altro modo. Invia di nuovo più tardi; se non cambia, togli l’indirizzo dalla lista.
class-refused-by-policy-advice = Leggi la risposta: spesso nomina la regola, a volte con un link. Spesso il dominio non dichiara ancora che questo server può inviare a suo nome (SPF e DKIM): il tuo provider di hosting può aiutarti.
class-refused-as-spam-advice = Guarda che cosa invia lo script, e se riconosci queste email. Se qualcuno abusa di un modulo, aggiungi un captcha; scrivi solo a chi lo ha chiesto.
class-expired-advice = Controlla l’indirizzo. Se è giusto, raggiungi il destinatario in un altro modo: il suo server non accetta email da giorni.
class-expired-held-advice = La prossima volta riprendi l’invio in tempo, e fa’ inviare di nuovo al tuo script ciò che conta ancora.
class-network-advice = Controlla la parte dopo la @. Se è giusta, il server del destinatario ha un guasto che può riparare solo chi lo gestisce.
class-complaint-advice = Non scrivere più a questo destinatario, e metti in ogni newsletter un link per annullare l’iscrizione.

# --- the story of an email ---
column-subject = Oggetto
column-sender = Mittente
# An email that reports a failure has no sender to answer to.
sender-none = nessun mittente (avviso di errore)
subject-none = (senza oggetto)
trace-lead = Cerca qualsiasi email dei tuoi script: ognuna ha la sua storia, dallo script fino al destinatario.
# What an email is known by: our number, or the field Message-ID.
trace-id = Numero o Message-ID
trace-none = Ancora nessuna email
trace-none-means = Nessuno script di questo sito ha consegnato un’email di cui resti memoria.
trace-none-fits-means = Destinatario e mittente vanno scritti per intero. Dell’oggetto basta una parte. Le email vecchie vengono dimenticate dopo alcune settimane.
# After the first recipient of an email.
trace-others = { $count ->
    [one] e { $count } altro
   *[other] e altri { $count }
}
# $what is one of the marks below: so many recipients of one email are at it.
trace-times = { $what }: { $count }
# The marks: how an email stands with one recipient.
stands-sent = Consegnata
stands-failed = In errore
stands-held = Trattenuta
stands-queued = In attesa
stands-deleted = Eliminata
story-title = La storia di un’email
story-recipients = Che cosa le è successo
story-origin = Da dove viene
story-accepted = Presa in consegna
story-moment = { $moment } ({ $ago })
story-size = Dimensione
story-method = Come
method-sendmail = dal programma sendmail (lo usa la funzione mail() di PHP)
method-drop = come file nella cartella di deposito
method-smtp = via SMTP
method-http = attraverso l’API
method-notice = scritta da Postern
story-login = Accesso SMTP
story-address = Dall’indirizzo
# The numbers of the user, its group and the program that handed the email over.
story-process = Programma
story-site = Sito
story-site-stated = indicato da chi ha consegnato l’email
story-number = Numero
story-message-id = Message-ID
story-stated = Indicato da chi ha consegnato l’email
story-stated-means = Lo dice di sé lo script, o il server attorno a lui. Nessuno l’ha verificato.
story-earlier = { $count ->
    [one] { $count } tentativo precedente non è mostrato.
   *[other] { $count } tentativi precedenti non sono mostrati.
}
attempt-sent = Il server del destinatario l’ha accettata.
attempt-deferred = Non si è ancora potuta consegnare.
attempt-failed = L’invio non è riuscito.
attempt-deleted = È stata eliminata prima dell’invio.
next-held = È trattenuta, perché per questo sito l’invio è fermo.
next-held-link = Panoramica
next-stopped = È trattenuta, perché il suo script o mittente è fermo.
next-stopped-link = Script
next-tried = Nuovo tentativo { $ago } ({ $moment }).
next-due = Parte adesso.
next-sent = Se non è nella posta in arrivo del destinatario, conviene che guardi nella cartella dello spam: da qui in poi l’email è nelle mani del suo provider di posta.

# --- waiting emails ---
queue-lead = Email prese in consegna e non ancora partite.
queue-kinds = Che cosa è in attesa
queue-tab-held = Trattenute
queue-tab-deferred = In attesa di un nuovo tentativo
queue-tab-due = In partenza
queue-recipient = Destinatario, o @dominio
queue-older = In attesa da più di
queue-empty = Nessuna email in attesa
queue-empty-means = Ciò che i tuoi script consegnano viene inviato subito.
queue-none-fits-means = Destinatario e mittente vanno scritti per intero; @example.net indica tutti gli indirizzi di quel dominio.
column-waits = Situazione
# How a waiting email stands.
waits-held = Trattenuta: l’invio è fermo
waits-stopped = Trattenuta: il suo script o mittente è fermo
waits-deferred = Nuovo tentativo { $ago } ({ $moment })
waits-soon = Nuovo tentativo tra poco
waits-due = In partenza
waits-in-hand = In consegna adesso al server del destinatario
waits-released = lasciata passare
queue-tried = { $count ->
    [one] { $count } tentativo
   *[other] { $count } tentativi
}
choose-title = Che cosa farne
choose-ticked = Quelle selezionate
choose-fitting = Tutte quelle che corrispondono alla ricerca
choose-all = Tutte quelle in attesa
choose-tick = Seleziona questa email
work-release = Lasciale passare
work-delete = Eliminale
work-retry = Riprova adesso
refused-spam = L’invio è fermo perché le email sembrano spam: non si possono lasciar passare, solo eliminare.
reload = Ricarica la pagina
job-released = { $count ->
    [0] Nessuna email è stata lasciata passare ({ $ago }).
    [one] { $count } email è stata lasciata passare ({ $ago }).
   *[other] { $count } email sono state lasciate passare ({ $ago }).
}
job-deleted = { $count ->
    [0] Nessuna email è stata eliminata ({ $ago }).
    [one] { $count } email è stata eliminata ({ $ago }).
   *[other] { $count } email sono state eliminate ({ $ago }).
}
job-retried = { $count ->
    [0] Per nessuna email serviva un nuovo tentativo ({ $ago }).
    [one] Nuovo tentativo per { $count } email ({ $ago }).
   *[other] Nuovo tentativo per { $count } email ({ $ago }).
}
# A later action of someone ended the work.
job-taken-back = Il passaggio delle email è stato interrotto da un’azione successiva; lasciate passare: { $count } ({ $ago }).

# --- before something is done with waiting emails: a question, what will happen, the button ---
release-question = Lasciar passare le email in attesa?
delete-question = Eliminare le email in attesa?
retry-question = Riprovare adesso a inviare le email in attesa?
# So many emails are meant.
work-count = { $count ->
    [one] Riguarda { $count } email.
   *[other] Riguarda { $count } email.
}
work-count-least = Riguarda più di { $count } email.
work-recipient = Solo quelle per { $recipient }.
work-sender = Solo quelle del mittente { $sender }.
work-script = Solo quelle dello script { $script }.
# $kind is one of the parts of the list: Kept back, Will be tried again, About to go out.
work-kind = Solo quelle della parte “{ $kind }”.
work-older = Solo quelle in attesa da { $span } o più.
release-happens = Vengono consegnate, anche se per questo sito l’invio è fermo. Tutto il resto rimane qui.
release-stopped = Quelle in attesa perché il loro script o mittente è fermo restano qui finché questo non può inviare di nuovo (pagina Script).
delete-happens = Non vengono consegnate. Le email eliminate non si possono recuperare.
delete-in-hand = Un’email che in questo momento viene consegnata al server di un destinatario può ancora arrivare.
retry-happens = L’invio che sarebbe ritentato più tardi viene ritentato subito. Le email trattenute rimangono qui.
release-confirm = Lasciale passare
delete-confirm = Eliminale
retry-confirm = Riprova adesso
work-none-ticked = Nessuna email selezionata. Selezionane alcune, oppure scegli tutte.
work-none = Nessuna di queste email è più in attesa.
work-begun-release = Le email vengono lasciate passare.
work-begun-delete = Le email vengono eliminate.
work-begun-retry = Si prova di nuovo a inviare le email.
work-nothing = L’invio è attivo: non c’è nulla da lasciar passare.

# --- scripts ---
scripts-lead = Quale script invia, quanto, e quanto di ciò va in errore. Si può fermarne uno solo, mentre il resto del sito continua a inviare.
scripts-title = Script che inviano
scripts-by = Ordina per
scripts-by-sent = Email inviate
scripts-by-failed = Email in errore
scripts-days = Ultimi 31 giorni
scripts-days-told = Negli ultimi 31 giorni: inviate { $sent }, in errore { $failed }
# The part of a script’s emails that failed, in hundredths.
scripts-part = Errori
scripts-last = Visto l’ultima volta
scripts-none = Nessuno script ha ancora inviato
scripts-none-means = Appena uno consegna un’email, compare qui con ciò che invia.
scripts-stated = I nomi sono quelli dichiarati da chi invia: uno script può spacciarsi per un altro.
script-stopped = Fermo
script-accepted = Prese in consegna
script-first = Visto la prima volta
script-errors = Le sue email in errore
script-trace = Le sue email
script-queue = Le sue email in attesa
script-stop = Ferma questo script
# Said by a screen reader of the chart of one script.
script-told = Negli ultimi 31 giorni: inviate { $sent }, in errore { $failed }
script-column = { $when }: inviate { $sent }, in errore { $failed }
unstop-link = Fallo inviare di nuovo
stop-sender-title = Ferma un solo mittente
stop-sender-lead = Le email di un indirizzo mittente vengono trattenute, qualunque script le invii.
stop-sender-button = Continua
stop-script-question = Fermare questo script?
stop-sender-question = Fermare questo mittente?
stop-new = Le sue nuove email vengono accettate, ma restano qui invece di essere consegnate.
stop-waiting = { $count ->
    [0] Ora non ha email in attesa.
    [one] La sua email ora in attesa resta qui.
   *[other] Le sue { $count } email ora in attesa restano qui.
}
stop-waiting-least = Le sue email ora in attesa, più di { $count }, restano qui.
stop-rest = Il resto del sito continua a inviare.
stop-confirm = Ferma
stop-done = Ora è fermo; le sue email vengono trattenute.
stop-nothing = Era già fermo. Non è cambiato nulla.
stop-no-address = Questo non è un indirizzo email che si possa fermare. Non è cambiato nulla.
unstop-question = Farlo inviare di nuovo?
unstop-waiting = { $count ->
    [0] Ora non ha email in attesa.
    [one] La sua email ora in attesa parte.
   *[other] Le sue { $count } email ora in attesa partono.
}
unstop-waiting-least = Le sue email ora in attesa, più di { $count }, partono.
unstop-new = Le sue nuove email vengono consegnate subito.
unstop-red = L’invio però è fermo per tutto il sito: finché non riprende, anche le sue email restano qui.
unstop-confirm = Fallo inviare di nuovo
unstop-done = Può inviare di nuovo; le email in attesa partono.
unstop-done-red = Può inviare di nuovo appena riprende l’invio di tutto il sito.
unstop-nothing = Non era più fermo. Non è cambiato nulla.
