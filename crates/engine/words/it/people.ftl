# A user's own account: who they are, and what lets them in.
account-name = Nome
account-role = Ruolo
account-sites = Siti
account-all-sites = tutti i siti
account-no-sites = nessuno
account-language = Lingua di Postern
account-browsers-language = la lingua del tuo browser
account-language-save = Salva
# Shown to those who came by a link that is good for one site.
account-held = Hai usato un link di accesso, oppure vedi un solo sito. Per vedere o cambiare la password, le sessioni e i token API, esci e accedi con il tuo nome e la tua password.

account-password = Password
account-password-means = Chi la conosce può accedere al posto tuo. Usane una che non usi altrove.
account-password-none = Non hai una password: accedi dall’area clienti del tuo provider di hosting o con un link di accesso. Se ne vuoi una, chiedila al tuo provider di hosting.
account-password-change = Cambia la password
account-password-new = Nuova password
account-password-again = Ripeti la nuova password
account-password-ends = Negli altri posti in cui hai fatto l’accesso, l’accesso viene chiuso. I token API continuano a funzionare: elimina quelli che non conosci.
account-password-changed = La password è cambiata. Altrove il tuo accesso è stato chiuso.
account-present = Password attuale
account-present-wrong = Questa non è la tua password attuale.

# The code of an app on the phone that is asked for beside the password.
account-factor = Secondo passaggio all’accesso
account-factor-off = Non attivo. Se lo attivi, per accedere serve anche un codice del tuo telefono: una password rubata, da sola, non basta.
account-factor-on = { $count ->
    [0] Attivo. Non hai più codici di recupero: disattivalo e riattivalo per averne di nuovi.
    [one] Attivo. Ti resta { $count } codice di recupero.
   *[other] Attivo. Ti restano { $count } codici di recupero.
}
account-factor-turn-on = Attiva il secondo passaggio
account-factor-turn-off = Disattiva il secondo passaggio
account-factor-app = Se non ne hai già una, installa sul telefono un’app che genera codici di accesso: lo fanno anche quasi tutti i gestori di password.
account-factor-scan = Inquadra questa immagine con l’app.
# What a screen reader says instead of the picture.
account-factor-picture = Codice QR con la chiave riportata qui sotto
account-factor-type = Se non è possibile, digita questa chiave nell’app:
account-factor-open = Apri in un’app di questo dispositivo
account-factor-prove = Inserisci il codice che l’app mostra ora, e la tua password.
account-factor-code-hint = Sei cifre che cambiano ogni mezzo minuto.
account-factor-off-means = Dopo, per accedere bastano il nome e la password, e i tuoi codici di recupero non valgono più.
account-factor-gone = Il secondo passaggio è disattivato.
account-codes-title = Il secondo passaggio è attivo
account-codes = Codici di recupero
account-codes-means = Se perdi il telefono, ciascuno di questi codici di recupero ti fa accedere una volta al posto del codice dell’app. Stampali, oppure conservali in un gestore di password. Altrove il tuo accesso è stato chiuso.
# Below something secret.
account-once = Viene mostrato ora e mai più.
account-codes-kept = Li ho conservati

account-sessions = Dove hai fatto l’accesso
account-sessions-means = Chiudi gli accessi che non riconosci, poi cambia la password.
account-browser = Browser
# $browser is a name like Firefox, $system one like Windows or iPhone.
account-browser-on = { $browser } su { $system }
account-browser-unknown = programma sconosciuto
account-address = Indirizzo
account-began = Inizio
account-used = Ultimo uso
account-this = Questo
account-end = Chiudi l’accesso
account-end-others = Chiudi tutti gli altri accessi
# Below the list, of which only the newest are shown.
account-sessions-more = { $count ->
    [one] { $count } accesso più vecchio non è mostrato.
   *[other] { $count } accessi più vecchi non sono mostrati.
}
account-session-ended = L’accesso da quel browser è stato chiuso.
account-sessions-ended = Tutti gli altri accessi sono stati chiusi.
# Beside a session that sees one site only.
account-session-of = con un link, solo per { $site }

account-token = Token API
account-tokens = Token API
account-tokens-means = I programmi che ne hanno uno agiscono a tuo nome.
account-no-tokens = Nessun token API
account-no-tokens-means = Con un token API un programma può vedere le email dei tuoi siti, o intervenire su di esse, a tuo nome.
account-token-new = Nuovo token API
account-token-name = Nome
account-token-name-hint = A che cosa serve, per riconoscerlo in seguito: “monitoraggio”.
account-token-name-wrong = Dagli un nome da 1 a { $longest } caratteri.
# The role of a token: a column of a list, and a field.
account-token-may = Ruolo
account-token-sites = Solo per questi siti
account-token-sites-hint = Un nome per riga. Vuoto: per tutti i tuoi siti.
account-token-no-site = Uno di questi non è tra i tuoi siti. Controlla i nomi.
account-token-operator = Chi gestisce l’hosting ha tutti i siti: lascia vuoto questo campo, oppure scegli un altro ruolo.
account-token-too-many = Hai già tutti i token possibili. Rimuovine qualcuno che non usi.
account-token-ends = Scadenza
account-token-endless = mai
account-token-over = scaduto
account-token-made-on = Creazione
# $ago is how long ago, $address an internet address.
account-token-used-from = { $ago }, da { $address }
account-token-unused = mai
account-token-make = Crea il token
account-token-made = Il tuo nuovo token API
account-token-made-means = I programmi lo inviano con ogni richiesta. Come, lo dice la documentazione dell’API.
account-token-kept = L’ho conservato
account-token-remove = Rimuovi
account-token-remove-question = Rimuovere il token API { $name }?
account-token-remove-means = Da quel momento i programmi che lo usano vengono rifiutati. Non si può recuperare.
# $used is how long ago it was used and from where, or never.
account-token-remove-used = Ultimo uso: { $used }.
account-token-removed = Il token API { $name } è stato rimosso.
