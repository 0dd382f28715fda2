# Webhook: programmi di altri a cui si dice che cosa succede qui.
nav-webhooks = Webhook
hooks-lead = Programmi avvisati subito quando succede qualcosa a questo sito: con una richiesta firmata su HTTPS.
hooks-lead-all = Programmi avvisati subito di che cosa succede, per tutti i siti o per uno: con una richiesta firmata su HTTPS.
hooks-none = Non c’è nessun webhook
hooks-none-means = Ne ha bisogno un programma che vuole sapere subito che cosa succede: un’area clienti, un sistema di controllo, una chat.
hooks-show = Mostra i webhook
hooks-add = Aggiungi un webhook
hooks-add-lead = L’indirizzo viene chiamato ogni volta che succede qualcosa. Chi lo gestisce trova nella documentazione che cosa viene inviato e come si controlla la firma.
hooks-address = Indirizzo
hooks-whose = Sito
hooks-all-sites = tutti i siti
hooks-told = Avvisato di
hooks-everything = tutto
hooks-state = Stato
hooks-on = attivo
hooks-off = spento
hooks-off-gone = spento: il destinatario ha risposto che non vuole più nulla (410)
hooks-waiting = { $count ->
    [one] { $count } evento aspetta di essere comunicato.
   *[other] { $count } eventi aspettano di essere comunicati.
}
hooks-dropped = { $count ->
    [one] { $count } evento non è stato comunicato: troppi erano in attesa, o il webhook era spento.
   *[other] { $count } eventi non sono stati comunicati: troppi erano in attesa, o il webhook era spento.
}
hook-kind-state-changed = invio attivato o disattivato
hook-kind-mail-failed = email in errore
hook-kind-held-expiring = email trattenute che scadono entro un giorno
hook-kind-report-sent = rapporti giornalieri degli errori
hook-kind-test = prova

hooks-url = Indirizzo
hooks-url-hint = Comincia con https://
hooks-private = Può portare a questa macchina o a una rete privata
hooks-private-hint = Allora è possibile anche un indirizzo in chiaro (http://). Se qualcun altro cambia l’indirizzo, il permesso viene tolto.
hooks-active = Attivo
hooks-active-hint = Spento: non viene comunicato nulla, e ciò che aspetta viene scartato.
hooks-fault-no-url = Questo non è un indirizzo web. Ne è un esempio https://hooks.example.org/postern
hooks-fault-too-long = L’indirizzo è troppo lungo.
hooks-fault-user-info = Nome e password nell’indirizzo non vengono inviati. Metta invece una parola segreta nel percorso.
hooks-fault-fragment = Ciò che in un indirizzo sta dopo # non viene mai inviato. Lo tolga.
hooks-fault-clear-text = L’indirizzo deve cominciare con https://
hooks-fault-inside = { $address } è un indirizzo di questa macchina o di una rete privata. Solo chi gestisce l’hosting può permetterlo.
hooks-fault-kinds = Ne scelga almeno uno.
hooks-fault-many = Ci sono già { $count } webhook, di più non è possibile. Ne rimuova uno che non serve.

hooks-made = Il webhook è pronto
hooks-secret-lead = Con questo segreto il destinatario controlla che una richiesta venga da qui. Viene mostrato ora e mai più.
hooks-to-hook = Al webhook
hooks-title = Webhook
hooks-change = Modifica
hooks-save = Salva
hooks-changed = Il webhook è stato modificato.
hooks-secret = Segreto
hooks-rotate = Crea un nuovo segreto
hooks-rotate-means = Se qualcun altro potrebbe conoscerlo, ne crei uno nuovo. Per un giorno si firma con entrambi, così il destinatario può essere aggiornato con calma.
hooks-rotated = Il webhook ha un nuovo segreto
hooks-rotated-lead = Per un giorno si firma anche con il vecchio segreto. Quello nuovo viene mostrato ora e mai più.
hooks-old-secret = Il vecchio segreto firma ancora fino a { $until }.
hooks-test = Invia una prova
hooks-tested = Una prova è in viaggio. Tra un momento il registro mostra che cosa è stato risposto.
hooks-remove-title = Rimuovi
hooks-remove = Rimuovi il webhook
hooks-remove-question = Rimuovere questo webhook?
hooks-remove-told = Non gli viene più comunicato nulla.
hooks-remove-log = Il suo registro e il suo segreto vanno persi.
hooks-removed = Il webhook è stato rimosso.

hooks-log = Le ultime risposte
hooks-log-none = Finora non è stato comunicato nulla.
hooks-event = Evento
hooks-answer = Risposta
hooks-becomes = Stato
hooks-again = Invia di nuovo
hooks-again-done = L’evento è di nuovo in viaggio.
hooks-again-gone = Questo evento non è più nel registro.
hooks-again-at = di nuovo alle { $at }
hooks-in-line = aspetta quelli prima di lui
hooks-taken = ricevuto
hooks-given-up = abbandonato
hooks-took = { $count } ms

hook-trouble-no-such-name = non esiste l’host { $detail }
hook-trouble-name-servers = l’indirizzo dell’host non si trova ora: { $detail }
hook-trouble-no-address = l’host { $detail } non ha indirizzi
hook-trouble-inside = l’host ha solo indirizzi di questa macchina o di una rete privata: { $detail }
hook-trouble-clear-text = { $detail } viene chiamato in chiaro, il che è permesso solo nelle reti private
hook-trouble-no-connection = nessuna connessione: { $detail }
hook-trouble-tls = non c’è stato accordo sulla cifratura: { $detail }
hook-trouble-certificate = il certificato non è valido: { $detail }
hook-trouble-no-roots = questa macchina non conosce autorità di certificazione: bisogna installare ca-certificates
hook-trouble-too-slow = nessuna risposta intera entro { $detail } secondi
hook-trouble-broke-off = la connessione si è interrotta: { $detail }
hook-trouble-too-long = la risposta è più lunga di { $detail } KiB
hook-trouble-redirect = la risposta porta altrove ({ $detail }), e non viene seguita: cambi l’indirizzo del webhook
hook-trouble-status = ha risposto { $detail }
hook-trouble-gone = ha risposto { $detail }: il destinatario non vuole più nulla, il webhook è spento
hook-trouble-sealed = il segreto è stato sigillato con un’altra chiave: ne crei uno nuovo
hook-trouble-no-url = l’indirizzo non si può usare: { $detail }

audit-webhook-add = ha aggiunto un webhook
audit-webhook-change = ha modificato un webhook
audit-webhook-remove = ha rimosso un webhook
audit-webhook-off = ha spento un webhook
audit-webhook-send-again = ha inviato di nuovo un evento di un webhook
