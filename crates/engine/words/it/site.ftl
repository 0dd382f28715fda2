# The pages of a site: overview, its three actions, and the list of sites.

# --- overview ---
action-block = Ferma l’invio
action-unblock = Riprendi l’invio
action-purge = Elimina le email in attesa
refused-locked = Il tuo provider di hosting ha messo un blocco. Solo il provider può riprendere l’invio o eliminare le email in attesa.
refused-purge-first = Dopo un arresto per spam, l’invio riprende quando le email in attesa vengono eliminate.
refused-block-first = { $count ->
    [one] Per eliminare l’email in attesa, prima ferma l’invio.
   *[other] Per eliminare le { $count } email in attesa, prima ferma l’invio.
}
stops-title = Fermi, mentre il resto invia
stopped-script = Script
stopped-sender = Mittente
script-unknown = script sconosciuto

figures-title = Numeri
figure-sent-today = Inviate oggi
figure-sent-ever = Inviate in totale
# $day is the day the site was set up.
since-created = dall’attivazione ({ $day })
figure-in-error = In errore
in-error-today = { $count ->
    [0] nessuna oggi
   *[other] { $count } oggi
}
# Failures that were reported after the email had been taken.
in-error-late = { $count ->
    [one] { $count } segnalata più tardi
   *[other] { $count } segnalate più tardi
}
figure-queued = In attesa
queued-due = { $count ->
    [one] { $count } in partenza
   *[other] { $count } in partenza
}
queued-deferred = { $count ->
    [one] { $count } in attesa di un nuovo tentativo
   *[other] { $count } in attesa di un nuovo tentativo
}
queued-held = { $count ->
    [one] { $count } trattenuta
   *[other] { $count } trattenute
}

advice-heading = Da controllare
advice-addresses-title = Indirizzi sbagliati
advice-addresses = { $count } degli ultimi errori riguardano indirizzi inesistenti usati da { $script }. Controlla da dove lo script prende gli indirizzi.
advice-addresses-link = Queste email
advice-captcha-title = Qualcuno abusa di un modulo?
advice-captcha = Le ultime { $count } email di { $script } sono partite nel giro di { $span }. Se a farle partire sono i visitatori del sito, tra loro potrebbero esserci programmi automatici: un captcha li ferma.
advice-captcha-link = Vedi gli script
advice-spam-title = Le email vengono scambiate per spam
advice-spam = Lo dicono { $count } degli ultimi errori. Controlla che cosa inviano i tuoi script, e se sono tutte email tue.
advice-spam-link = Vedi le risposte
advice-refused-title = Il mittente viene rifiutato
advice-refused = Lo dicono { $count } degli ultimi errori. Spesso il dominio non dichiara ancora che questo server può inviare a suo nome (SPF e DKIM): il tuo provider di hosting può aiutarti.
advice-refused-link = Vedi le risposte
advice-report-title = Errori segnalati via email
advice-report = Alcune email sono in errore e nessuno lo viene a sapere. Indica un indirizzo: ogni mattina, se c’è qualcosa da segnalare, arriva il resoconto del giorno prima.
advice-report-link = Imposta l’indirizzo
advice-silent-title = Qui non arrivano email
advice-silent-ever = Da quando questo sito è stato attivato, nessuno dei suoi script ha consegnato un’email a Postern.
advice-silent = L’ultima è arrivata { $ago } ({ $moment }).
advice-silent-link = Scopri perché

history-title = Andamento
ranges = Periodo mostrato
range-24h = 24 ore
range-7d = 7 giorni
range-31d = 31 giorni
range-1y = Un anno
legend-sent = Inviate
legend-failed = In errore
legend-held = Trattenute
# What a screen reader says of the chart.
chart-name = Email nel tempo
chart-told = Inviate { $sent }, in errore { $failed }, trattenute { $held }. Gli stessi dati sono nella tabella qui sotto.
# One column of the chart; $when is a time or a span of days.
chart-column = { $when }: inviate { $sent }, in errore { $failed }, trattenute { $held }
chart-hours = { $day }, { $from }–{ $to }
chart-days = { $from } – { $to }
history-nothing = In questo periodo non è stato inviato nulla.
history-csv = Scarica come CSV
history-table = Mostra come tabella

latest-errors = Ultimi errori
latest-errors-all = Tutte le email in errore
no-errors = Nessuna email in errore
no-errors-means = Tutto ciò che è partito è stato accettato dal server del destinatario.
# Before the words of a receiver’s server.
reply-said = Il server del destinatario ha risposto
column-when = Quando
column-recipient = Destinatario
column-what = Che cosa è successo
column-script = Script
column-site = Sito
column-state = Stato
column-failed-today = In errore oggi

# --- the three actions: a question, what will happen, the button, what it came to ---
what-happens = Che cosa succederà
reason-label = Motivo (facoltativo)
reason-hint = Compare nella panoramica, anche per gli altri che si occupano di questo sito.
reason-too-long = { $count ->
    [one] Il motivo è troppo lungo: togli { $count } carattere. Non è ancora cambiato nulla.
   *[other] Il motivo è troppo lungo: togli { $count } caratteri. Non è ancora cambiato nulla.
}
lock-label = Blocca la ripresa
lock-hint = Solo un operatore può riprendere l’invio o eliminare le email in attesa; il titolare vede il motivo indicato.
lifts-lock = Il blocco viene tolto.

block-question = Fermare l’invio per { $site }?
block-new = Le email che i tuoi script inviano da ora in poi vengono accettate e trattenute, ciascuna al massimo per { $age }.
block-queued = { $count ->
    [0] Ora non ci sono email in attesa.
    [one] L’email ora in attesa resta qui.
   *[other] Le { $count } email ora in attesa restano qui.
}
block-under-way = Ha effetto subito. Può ancora arrivare solo ciò che in questo momento viene consegnato al server di un destinatario.
block-confirm = Ferma l’invio
block-done = { $count ->
    [0] L’invio è fermo. Non ci sono email in attesa.
    [one] L’invio è fermo. { $count } email è trattenuta.
   *[other] L’invio è fermo. { $count } email sono trattenute.
}
block-nothing = L’invio era già fermo. Non è cambiato nulla.

unblock-question = Riprendere l’invio per { $site }?
unblock-queued = { $count ->
    [0] Non ci sono email in attesa. Quelle nuove vengono consegnate subito.
    [one] L’email in attesa parte.
   *[other] Le { $count } email in attesa partono, cominciando dalle più vecchie; quelle nuove partono subito.
}
unblock-last = Al ritmo abituale di questo sito, ultima partenza prevista: { $moment }.
unblock-stopped = { $count ->
    [one] { $count } email di uno script o mittente fermo resta qui finché questo non può inviare di nuovo (pagina Script).
   *[other] { $count } email di script o mittenti fermi restano qui finché questi non possono inviare di nuovo (pagina Script).
}
unblock-forced = Per una settimana si tollera il doppio degli errori rispetto al solito.
unblock-confirm = Riprendi l’invio
unblock-done = { $count ->
    [0] L’invio è attivo. Non c’erano email in attesa.
    [one] L’invio è attivo. { $count } email parte adesso.
   *[other] L’invio è attivo. { $count } email partono adesso, cominciando dalle più vecchie.
}
# Before the sentence of those that stay.
unblock-done-none = L’invio è attivo.
unblock-done-last = { $count ->
    [one] L’invio è attivo. { $count } email parte; al ritmo abituale, partenza prevista: { $moment }.
   *[other] L’invio è attivo. { $count } email partono, cominciando dalle più vecchie; al ritmo abituale, ultima partenza prevista: { $moment }.
}
unblock-nothing = L’invio era già attivo. Non è cambiato nulla.

purge-question = Eliminare tutte le email in attesa di { $site }?
purge-queued = { $count ->
    [0] Ora non ci sono email in attesa.
    [one] { $count } email viene eliminata, anche se l’invio è già stato tentato.
   *[other] { $count } email vengono eliminate, anche quelle di cui è già stato tentato l’invio.
}
purge-then-red = L’invio riprende: ciò che i tuoi script inviano da ora in poi viene consegnato.
purge-then-green = L’invio continua: ciò che arriva da ora in poi viene consegnato.
purge-for-good = Le email eliminate non si possono recuperare. Le email in errore e l’andamento restano.
purge-confirm = { $count ->
    [0] Riprendi l’invio
    [one] Elimina { $count } email
   *[other] Elimina { $count } email
}
purge-done = { $count ->
    [0] Non c’erano email in attesa. L’invio è attivo.
    [one] { $count } email è stata eliminata. L’invio è attivo.
   *[other] { $count } email sono state eliminate. L’invio è attivo.
}

# --- sites ---
sites-title = I tuoi siti
no-sites = Nessun sito
no-sites-means = Il tuo account non ha ancora nessun sito. Chiedi al tuo provider di hosting.
