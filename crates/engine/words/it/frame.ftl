# What every page has: the frame, the navigation, the pages of one form, and pages that say what went wrong.

# Stands in the browser's tab.
title = { $title } · Postern
title-of-site = { $title } · { $site } · Postern
skip = Vai al contenuto
menu = Menu
menu-close = Chiudi
all-sites = Tutti i siti
# The heading above the pages of those who run the hosting.
operate = Hosting
# The last line of each page.
covers = Postern si occupa delle email inviate dagli script del tuo sito: moduli di contatto, ordini, newsletter. Le tue caselle di posta non ne fanno parte.

nav-overview = Panoramica
nav-errors = Email in errore
# The story of one email, found by its recipient, sender or subject.
nav-trace = Cerca un’email
nav-queue = Email in attesa
nav-scripts = Script
nav-test = Invia una prova
nav-settings = Impostazioni
nav-help = Non arriva nulla?
nav-sites = Siti
nav-users = Utenti
nav-tokens = Token API
# The servers mail goes to next.
nav-hops = Server successivi
nav-health = Stato del servizio
nav-audit = Registro delle azioni

# Read to those who cannot see it, before the user's name.
account-of = Account di
account = Il tuo account
language = Lingua
log-out = Esci
role-operator = Gestisce l’hosting
role-owner = Titolare del sito
role-reader = Sola lettura
as-owner-label = Vista attuale
as-owner = Vedi questo sito come lo vede chi ne è titolare.
as-owner-leave = Torna alla tua vista

cancel = Annulla
pages = Pagine dell’elenco
pages-first = Torna all’inizio
pages-next = Mostra altro
# The form above a list: what is looked for.
filter-any = Tutto
filter-apply = Cerca
filter-clear = Mostra tutto
filter-from = Dal giorno
filter-to = Fino al giorno
filter-no-day = Scrivi il giorno in questa forma: 2026-03-29.
# On the button that copies a piece of code, and on it after that.
copy = Copia
copied = Copiato

login-title = Accesso
login-lead = Vedi e controlla le email inviate dai tuoi siti.
login-name = Nome utente
login-password = Password
login-button = Accedi
login-help = Non hai una password? Apri Postern dall’area clienti del tuo provider di hosting, oppure chiedi al provider un link di accesso.
login-wrong = Il nome o la password non sono giusti. Riprova, oppure chiedi un link di accesso al tuo provider di hosting.
# $span is a time in words: 40 seconds.
login-wait = Troppi tentativi. Riprova tra { $span }.
link-title = Ti diamo il benvenuto
link-lead = Questo link ti fa accedere, una sola volta.
link-button = Apri Postern
link-over = Questo link è già stato usato o è troppo vecchio. Chiedine uno nuovo a chi te lo ha dato.
link-to-login = Accedi con una password
code-title = Ancora un passaggio
code-lead = Apri l’app che genera i tuoi codici di accesso.
code-label = Codice
code-hint = Le sei cifre che l’app mostra ora, oppure uno dei tuoi codici di recupero.
code-button = Accedi
code-wrong = Questo codice non è giusto o è troppo vecchio. Inserisci quello che l’app mostra ora.
setup-title = Configura Postern
setup-lead = Scegli il nome e la password del primo operatore, che può vedere e fare tutto.
setup-name-hint = Lettere minuscole, cifre e . _ - @ +
setup-password-hint = Almeno { $shortest } caratteri. Alcune parole di fila sono facili da ricordare e difficili da indovinare.
setup-again = Ripeti la password
setup-again-wrong = Le due password non coincidono. Scrivi due volte la stessa.
setup-over = Questo link non funziona più: Postern è già configurato, oppure il link è troppo vecchio.
user-name-wrong = Per il nome usa lettere minuscole, cifre e . _ - @ +, cominciando con una lettera o una cifra.
user-name-taken = C’è già un utente con questo nome.
password-length-wrong = Una password deve avere da { $least } a { $most } caratteri.
password-is-name = La password non può essere uguale al nome.
password-control = La password contiene un carattere che non si può digitare ovunque.
setup-button = Inizia

to-start = Vai alla pagina iniziale
# For those who report a problem. $code is a short English word, $moment a date and time.
trouble-reference = Riferimento: { $code }, { $moment } UTC
trouble-bad-request-title = Questo indirizzo non funziona
trouble-bad-request-what = Alla pagina è stato chiesto qualcosa che non conosce.
trouble-bad-request-next = Torna alla pagina di partenza e riprova da lì.
trouble-not-allowed-title = Non hai il permesso di farlo
trouble-not-allowed-what = Il tuo account può vedere questo sito, ma non modificarlo. Non è cambiato nulla.
trouble-not-allowed-next = Chiedi a chi è titolare del sito, o al tuo provider di hosting.
trouble-not-found-title = Questa pagina non esiste
trouble-not-found-what = L’indirizzo è sbagliato, oppure ciò che c’era non c’è più.
trouble-not-found-next = Controlla l’indirizzo, oppure comincia dalla pagina iniziale.
trouble-too-slow-title = Ci è voluto troppo tempo
trouble-too-slow-what = La connessione era troppo lenta, o c’era troppo da fare. Ciò che era già iniziato prosegue.
trouble-too-slow-next = Guarda la panoramica del sito prima di riprovare.
trouble-conflict-title = Adesso non si può fare
trouble-conflict-what = Lo stato del sito non lo permette; forse qualcun altro è arrivato prima. Non è cambiato nulla.
trouble-conflict-next = Guarda la panoramica del sito: dice che cosa si può fare e perché.
trouble-too-many-title = Troppe richieste insieme
trouble-too-many-what = Sono arrivate troppe richieste in poco tempo.
trouble-too-many-next = Aspetta un minuto, poi riprova.
trouble-unavailable-title = Postern non è pronto
trouble-unavailable-what = In questo momento non può rispondere. Le email già accettate sono al sicuro.
trouble-unavailable-next = Riprova tra qualche minuto. Se non cambia, avvisa il tuo provider di hosting.
trouble-failed-title = Qualcosa è andato storto
trouble-failed-what = L’errore è nostro, non tuo. Le email già accettate sono al sicuro.
trouble-failed-next = Riprova. Se succede ancora, avvisa il tuo provider di hosting e indica il riferimento qui sotto.
trouble-stale-form-title = Questo modulo è troppo vecchio
trouble-stale-form-what = Dopo aver aperto la pagina hai fatto un nuovo accesso, oppure la pagina è rimasta aperta molto a lungo. Non è cambiato nulla.
trouble-stale-form-next = Torna indietro, ricarica la pagina e ripeti l’operazione.
