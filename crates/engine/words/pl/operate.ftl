# The pages of those who run the hosting: all sites, next hops, health, users, tokens, the audit log. Their readers know
# mail; words may be exact.

# --- all sites ---
sites-search = Część nazwy
sites-red-only = Tylko zatrzymane
# In what order the list is.
sites-by = Kolejność listy
sites-by-failed = Najwięcej błędów
sites-by-queued = Najwięcej oczekujących
sites-by-sent = Najwięcej wysłanych
sites-by-name = Według nazwy
sites-failed = Z błędem
sites-queued = Oczekujące
sites-sent = Wysłane
sites-last-mail = Ostatni e-mail
sites-no-mail = jak dotąd żaden
# What part of all sites’ figure is this site’s; $share is a number with its sign: 12 %.
sites-share = { $share } całości
sites-red-count = { $count ->
    [0] żadna nie jest zatrzymana
    [one] { $count } jest zatrzymana
    [few] { $count } są zatrzymane
    [many] { $count } jest zatrzymanych
   *[other] { $count } jest zatrzymane
}
sites-failed-share = { $share } wysłanych i tych z błędem
sites-now = teraz, wszystkich rodzajów
sites-since = od wczoraj
sites-counted = Wysłane i z błędem są liczone od wczoraj, oczekujące teraz.
sites-none = Nie ma jeszcze żadnej witryny
sites-none-means = Dodaj tutaj pierwszą albo wiele naraz poleceniem postern site import.
sites-none-fit = Żadna witryna nie pasuje
sites-none-fit-means = Poszukaj innej części nazwy albo pokaż wszystkie.
site-add = Dodaj witrynę

# --- next hops: the servers mail goes to next ---
hops-lead = Serwery, do których poczta trafia w następnej kolejności; te z kłopotami na początku. Oczekujące są liczone, o ile przyszła na nie pora i są w pamięci.
# Attempts that are made at this moment, of at most so many.
hops-attempts = { $count ->
    [one] Trwa { $count } próba, z najwyżej { $most }.
    [few] Trwają { $count } próby, z najwyżej { $most }.
    [many] Trwa { $count } prób, z najwyżej { $most }.
   *[other] Trwa { $count } próby, z najwyżej { $most }.
}
hops-search = Domena lub smarthost
hops-hop = Serwer docelowy
hops-waiting = Oczekujące, na które przyszła pora
# $ago: 3 minutes ago
hops-oldest = pora najstarszego przyszła { $ago }
hops-running = W toku
# Attempts under way, and how many may be at once now.
hops-of-slots = { $running } z { $slots }
hops-most = w żadnym razie więcej niż { $count }
hops-failure = Ostatni błąd
hops-more = { $count ->
    [one] { $count } kolejny nie jest pokazany. Poszukaj części jego nazwy.
    [few] { $count } kolejne nie są pokazane. Poszukaj części nazwy.
    [many] { $count } kolejnych nie jest pokazanych. Poszukaj części nazwy.
   *[other] { $count } kolejnego nie jest pokazane. Poszukaj części nazwy.
}
hops-none = Żaden serwer docelowy nie jest używany
hops-none-means = Odkąd działa Postern, nie było poczty do dostarczenia.
hops-none-fit = Żaden serwer docelowy nie pasuje
hops-none-fit-means = Znane są tylko te, do których dostarczano pocztę, odkąd działa Postern.
hop-answers = Odpowiada
# It failed now and then: fewer attempts at once.
hop-slowed = Spowolniony
# It failed: nothing is begun until it is asked again.
hop-paused = Wstrzymany
# It failed so often in a row that mail for it is put off without being tried.
hop-dead = Nie odpowiada
# $when: 3 minutes ago; $count failures in a row.
hop-failing = { $count ->
    [0] Kłopoty zaczęły się { $when }.
    [one] Kłopoty zaczęły się { $when }, { $count } błąd z rzędu.
    [few] Kłopoty zaczęły się { $when }, { $count } błędy z rzędu.
    [many] Kłopoty zaczęły się { $when }, { $count } błędów z rzędu.
   *[other] Kłopoty zaczęły się { $when }, { $count } błędu z rzędu.
}
# $when: in 20 seconds
hop-again = Następna próba { $when }.

# --- health: how the daemon stands ---
health-accepts = Poczta jest przyjmowana
health-accepts-means = To, co przekazują skrypty, jest zapisywane, zanim zostanie potwierdzone, a potem dostarczane.
health-refuses = Poczta nie jest przyjmowana
# $reserve: 1.0 GB
health-refuses-means = Na dysku nie ma miejsca poza { $reserve }, które są trzymane wolne na dostarczanie, czynności i usuwanie. Zwolnij miejsce albo usuń oczekujące e-maile witryny, w której czeka ich dużo; nadawcy w tym czasie próbują ponownie.
health-queue = Co czeka
health-queued = Oczekujące, wszystkie witryny
health-deferred = z tego po nieudanej próbie
# Since when the mail is due that waits longest for its turn, and of which site.
health-oldest = Najstarszy, na który przyszła pora
health-oldest-none = nie czeka żaden, na który przyszła pora
health-store = Magazyn danych
health-commits = Zapisy w ostatnich pięciu minutach
health-commits-none = brak
health-p50 = Połowa z nich trwała najwyżej
health-p99 = 99 na 100 trwało najwyżej
health-longest = Najdłuższy trwał
# A span in milliseconds.
health-millis = { $number } ms
health-database = Baza danych
health-bodies = Przechowywane e-maile
# Rows of purged or old mail whose space is given back in the background.
health-reclaim = Wiersze, których miejsce zostanie jeszcze zwolnione
health-disk = Dysk
health-room = Miejsce na nową pocztę
health-reserve = Poza tym trzymane wolne
health-disk-all = Cały dysk
# Where the sendmail command leaves mail while the daemon is away.
health-drop = Katalog zrzutu
health-drop-none = wyłączony
health-drop-files = E-maile, które tam czekają
health-drop-bytes = Ich rozmiar
health-drop-oldest = Najstarszy
# Files that are nobody’s or cannot be read.
health-drop-aside = Odłożone na bok
health-drop-over = UID-y, które mają więcej, niż wolno jednemu
health-program = Program
health-host = Przedstawia się jako
health-version = Wersja
health-started = Uruchomiony
health-smtp = Adres przyjmowania SMTP
health-web = Adres przyjmowania HTTP
health-closed = brak

# --- a role and its sites, in the forms of users and tokens ---
grant-role = Rola
grant-all = Wszystkie witryny, także dodane później
grant-all-hint = Operator ma w każdym razie wszystkie.
grant-sites = Witryny
grant-sites-hint = Ich nazwy, po jednej w wierszu. Przy wszystkich witrynach zostaw to pole puste.
grant-no-role = Wybierz rolę.
grant-all-and-some = Albo wszystkie witryny, albo nazwy niektórych: nie jedno i drugie.
# $names: names of sites that were given
grant-no-site = Nie ma witryny o tej nazwie: { $names }
grant-nothing = Podaj co najmniej jedną witrynę albo wybierz wszystkie.
grant-of-all = wszystkie witryny
grant-of-none = już żadna witryna
# $names: three names
grant-of-more = { $names } i jeszcze { $count }

# --- users ---
users-name = Użytkownik
users-role = Rola
users-sites = Witryny
users-comes-in = Logowanie
users-by-link = tylko linkiem do logowania
users-by-password = hasłem
users-by-password-and-code = hasłem i kodem
users-last-login = Ostatnie logowanie
users-never = nigdy
users-none = Nie ma jeszcze żadnego użytkownika
users-none-means = Potrzebny jest każdemu, kto ma widzieć panel. Kto pracuje na samym serwerze, nie potrzebuje go.
users-add = Dodaj użytkownika
users-add-lead = Ktoś, kto się tu loguje: właściciel witryn, współpracownik albo klient, którego przekazuje inny panel.
users-language-browser = Język jego przeglądarki
# $least says how long a password has to be.
users-password-hint = { $least } Bez hasła użytkownik loguje się tylko linkami do logowania.
users-added = Użytkownik { $name } został dodany.
users-added-at = Dodany
users-recovery-codes = Pozostałe kody odzyskiwania
users-back = Wróć do użytkownika
users-link = Link do logowania
users-link-site = Tylko ta witryna (opcjonalnie)
users-link-hint = Dla użytkownika kilku witryn: sesja pokazuje wtedy tylko tę jedną.
users-link-make = Utwórz link do logowania
users-link-no-site = Nie ma takiej witryny.
users-link-not-theirs = Użytkownik nie ma tej witryny.
users-link-no-panel = Panel nie ma własnego adresu: ustaw web.listen w konfiguracji.
users-link-title = Link do logowania dla { $name }
# $span: 60 seconds
users-link-lead = Kto go otworzy i naciśnie przycisk, zaloguje się jako ten użytkownik, bez hasła. Link działa raz, przez { $span }, i jest pokazany tylko tutaj.
users-sessions = Obecnie zalogowany
users-no-sessions = Nigdzie.
users-session-began = Początek
users-session-last = Ostatnio widziany
users-session-from = Z adresu
users-session-end = Zakończ
users-end = Zakończ tę sesję
users-end-all = Zakończ wszystkie sesje
users-sessions-ended = Użytkownik został wylogowany.
users-change = Rola, witryny, język
users-many-sites = Ten użytkownik ma więcej witryn, niż zmieści formularz. Zmień je poleceniem postern user set.
users-save = Zapisz
users-changed = Użytkownik został zmieniony.
users-password = Hasło i drugi składnik
users-new-password = Nowe hasło
users-new-password-hint = { $shortest ->
    [one] Co najmniej { $shortest } znak. Użytkownik zostanie wszędzie wylogowany.
    [few] Co najmniej { $shortest } znaki. Użytkownik zostanie wszędzie wylogowany.
    [many] Co najmniej { $shortest } znaków. Użytkownik zostanie wszędzie wylogowany.
   *[other] Co najmniej { $shortest } znaku. Użytkownik zostanie wszędzie wylogowany.
}
users-password-button = Ustaw hasło
users-password-set = Hasło zostało ustawione, a użytkownik wszędzie indziej wylogowany.
users-factor-question = Usunąć drugi składnik użytkownika { $name }?
users-factor-off = Do logowania wystarczy samo hasło, dopóki użytkownik nie ustawi nowego drugiego składnika.
users-factor-yes = Usuń drugi składnik
users-factor-done = Drugi składnik został usunięty.
users-remove-title = Usuń tego użytkownika
users-remove-question = Usunąć użytkownika { $name }?
users-remove-sessions = Sesje, tokeny i linki do logowania tego użytkownika od razu stracą ważność.
users-remove-sites = Witryny pozostaną bez zmian, a to, co użytkownik zrobił, pozostanie w dzienniku audytu.
users-remove-yes = Usuń użytkownika
users-removed = Użytkownik { $name } został usunięty.
users-this-is-you = To jest Twoje własne konto.

# --- tokens ---
tokens-name = Nazwa
tokens-whose = Należy do
# A token that was made on the command line, by nobody’s user.
tokens-of-machine = serwera
tokens-may = Uprawnienia
tokens-ends = Wygasa
tokens-ended = wygasł
tokens-last = Ostatnio użyty
# $ago: 3 minutes ago; $address: where the request came from
tokens-last-from = { $ago }, z { $address }
tokens-action = Usuń
tokens-none = Nie ma żadnego tokenu
tokens-none-means = Potrzebuje go program, który używa API: panel hostingowy, system monitoringu, skrypt.
tokens-add = Utwórz token
tokens-remove = Usuń
tokens-remove-question = Usunąć token { $name }?
tokens-remove-programs = Programy, które go używają, będą odtąd spotykać się z odmową.
tokens-remove-for-good = Nie da się go odzyskać; nowy ma inny tajny klucz.
tokens-removed = Token { $name } został usunięty.

# --- the audit log ---
audit-lead = Kto co zrobił, od najnowszych. Czas jest w UTC.
audit-of-site-lead = Kto co zrobił z tą witryną, od najnowszych.
audit-who = Kto
audit-what = Co
audit-no-site = Nie ma witryny o tej nazwie. O usuniętej nic tu nie widać.
audit-none = Jak dotąd nic nie zrobiono
audit-none-means = Tu będzie widać, co odtąd zrobią ludzie i automatyczne reguły.
by-provider = dostawca hostingu
# The name of one who runs the hosting.
by-operator = { $name }, operator
by-owner = { $name }, właściciel witryny
by-reader = { $name }, tylko podgląd
# The name of a token of the API.
by-token = program { $name }
# An automatic rule; $name is its short English name.
by-policy = automatyczna reguła { $name }
audit-block = zatrzymano wysyłkę
audit-unblock = wznowiono wysyłkę
audit-purge = usunięto wszystko, co czekało
audit-stop = zatrzymano skrypt lub nadawcę
audit-unstop = wznowiono skrypt lub nadawcę
audit-release = przepuszczono oczekujące e-maile
audit-delete = usunięto oczekujące e-maile
audit-retry = ponowiono wysyłkę oczekujących e-maili
audit-site-add = dodano witrynę
audit-site-change = zmieniono witrynę
audit-site-remove = usunięto witrynę
audit-login-set = ustawiono login SMTP
audit-login-remove = usunięto login SMTP
audit-login-link = utworzono link do logowania
audit-show-as-owner = obejrzano witrynę tak, jak widzi ją właściciel
audit-user-add = dodano użytkownika
audit-user-change = zmieniono użytkownika
audit-user-remove = usunięto użytkownika
audit-recovery-code = użyto kodu odzyskiwania
audit-login = zalogowano się
audit-session-end = zakończono sesję
audit-token-add = utworzono token
audit-token-remove = usunięto token

# --- a site: added, changed, removed ---
site-audit = Kto co zrobił
site-edit = Zmień witrynę
site-as-owner = Zobacz ją tak jak właściciel
site-as-owner-begun = To widok { $site }, jaki ma właściciel.
site-add-lead = Witryna to to, co jest liczone, zatrzymywane i ograniczane: jedna usługa hostingowa, rozpoznawana po UID, loginie lub adresie.
site-added = Witryna { $site } została dodana. Jej skrypty mogą już wysyłać.
site-edit-title = Zmień { $site }
site-edit-lead = To, co tu ustawisz, obowiązuje od następnego e-maila.
site-changed = Witryna została zmieniona.
site-unchanged = Nic się nie różniło, więc nic nie zostało zmienione.
site-group-identity = Po czym rozpoznawane są jej e-maile
site-group-owner = Dla właściciela
site-group-leaving = Jak wysyłane są jej e-maile
site-group-limits = Limity
site-name = Nazwa
site-name-hint = Zwykle jej domena: shop.example.org. Nie da się jej później zmienić.
site-uids = UID-y w systemie Unix
site-uids-hint = Użytkownicy, jako którzy działają jej skrypty: 1001 1002
site-ranges = Adresy klientów
site-ranges-hint = Po jednym w wierszu: 192.0.2.1, 192.0.2.0/24 lub 2001:db8::/32
site-moves = Odbierz je witrynie, która je ma
site-moves-hint = W przeciwnym razie UID lub adres innej witryny zostanie odrzucony.
site-report = Adres do raportów
site-report-hint = Tam przychodzi raport z poprzedniego dnia; puste: nigdzie.
site-zone = Strefa czasowa
site-zone-hint = Nazwa taka jak Europe/Warsaw. „Dziś” to dzień w tej strefie.
site-domains = Domeny nadawców
site-domains-hint = Po jednej w wierszu; pierwsza uzupełnia adresy bez domeny. Puste: nazwa witryny.
site-smarthosts = Własne smarthosty
# $names: the names of the configuration
site-smarthosts-hint = W kolejności, w jakiej będą próbowane: { $names }. Puste: jak dla wszystkich witryn.
site-no-smarthosts = Konfiguracja nie podaje żadnego; puste: jak dla wszystkich witryn.
site-source = Adres, z którego wysyła
site-source-hint = Adres IP tego serwera; puste: wybiera system.
site-message-bytes = Największy e-mail, w bajtach
site-recipients = Odbiorcy jednego e-maila
site-queued = E-maile, które mogą czekać
site-queued-bytes = Bajty, które mogą czekać
site-bytes-hint = 10485760 to 10 MB.
site-logins = Loginy SMTP
site-no-logins = Nie ma żadnego.
site-login = Login
site-login-hint = Jeśli login już istnieje, zmieni to jego hasło.
site-login-button = Ustaw login
site-login-set = Loginu { $login } można już używać.
site-login-remove = Usuń
site-login-removed = Login { $login } został usunięty.
site-fault-taken = Witryna o tej nazwie już istnieje.
site-fault-name = Użyj liter, cyfr, łączników i podkreśleń, z pojedynczymi kropkami między nimi.
site-fault-uid = UID to liczba.
site-fault-number = Wpisz liczbę całkowitą.
site-fault-zero = To nie może być 0: żadna poczta nie byłaby przyjmowana. Aby wstrzymać jej pocztę, zatrzymaj wysyłkę z witryny.
site-fault-few-bytes = Najmniejsza możliwa liczba bajtów to { $count }.
site-fault-bytes = Największa możliwa liczba bajtów to { $count }.
site-fault-recipients = Największa możliwa liczba odbiorców to { $count }.
# $name is what was given.
site-fault-zone = Nie ma strefy czasowej { $name }.
site-fault-language = Wybierz jeden z języków.
site-fault-domain = { $name } nie jest domeną pocztową.
site-fault-address = { $name } nie jest adresem.
site-fault-range = { $name } nie jest adresem ani zakresem.
site-fault-smarthost = Konfiguracja nie podaje smarthosta { $name }.
site-fault-source = { $name } nie jest adresem IP.
# $identity: uid 1001, range 192.0.2.0/24 or a login; $site: the site that has it
site-fault-identity = { $identity } należy już do { $site }.
site-fault-overlaps = { $range } nakłada się na { $other } w { $site }: najpierw usuń tamten zakres stamtąd.
site-fault-login = Login ma od 1 do 255 bajtów i nie ma znaków sterujących.
site-fault-password = Hasło ma od 8 do 255 bajtów i nie ma znaków sterujących.
site-remove = Usuń witrynę
site-remove-lead = Jej oczekujące e-maile zostaną usunięte, a historia przepadnie. Aby na jakiś czas wstrzymać jej pocztę, zamiast tego zatrzymaj wysyłkę.
site-remove-question = Usunąć { $site } na zawsze?
site-remove-queue = { $count ->
    [0] Żaden e-mail nie czeka.
    [one] { $count } e-mail, który czeka, zostanie usunięty.
    [few] { $count } e-maile, które czekają, zostaną usunięte.
    [many] { $count } e-maili, które czekają, zostanie usuniętych.
   *[other] { $count } e-maila, które czeka, zostanie usunięte.
}
site-remove-scripts = Jej UID-y, adresy i loginy będą od razu wolne: to, co jej skrypty wyślą od tej chwili, zostanie odrzucone albo przypadnie innej witrynie.
site-remove-history = Jej liczby, e-maile z błędem i historie e-maili przepadną; dziennik audytu pozostanie.
site-remove-people = Użytkownicy, którzy mieli tylko tę witrynę, nie będą już nic widzieć; ich konta pozostaną.
site-remove-name = Nazwa witryny
# $site: the name
site-remove-hint = Wpisz { $site }, aby potwierdzić.
site-remove-not-it = To nie jest nazwa tej witryny. Nic nie zostało usunięte.
site-removed = Witryna { $site } została usunięta.

# --- several sites at once ---
bulk-title = Z kilkoma witrynami naraz
bulk-which = Które witryny
bulk-chosen = Zaznaczone
bulk-all = { $count ->
    [one] Jedyna pasująca ({ $count })
    [few] Wszystkie pasujące ({ $count })
    [many] Wszystkie pasujące ({ $count })
   *[other] Wszystkie pasujące ({ $count })
}
# What the box beside a site is called.
bulk-choose = Zaznacz { $site }
bulk-none = Żadna witryna nie jest wybrana. Zaznacz niektóre albo wybierz wszystkie pasujące.
bulk-too-many = Inne są jeszcze w toku. Poczekaj, aż będą gotowe.
bulk-reason-hint = Będzie widoczny w przeglądzie każdej z tych witryn.
# The names of the sites that are meant.
bulk-names = Dotyczy: { $names }.
bulk-names-more = { $count ->
    [one] Dotyczy: { $names } i jeszcze { $count }.
    [few] Dotyczy: { $names } i jeszcze { $count }.
    [many] Dotyczy: { $names } i jeszcze { $count }.
   *[other] Dotyczy: { $names } i jeszcze { $count }.
}
bulk-at-most = Liczba witryn, od początku według nazwy: { $count }. Więcej naraz nie można.
bulk-block-question = { $count ->
    [one] Zatrzymać wysyłkę z { $count } witryny?
    [few] Zatrzymać wysyłkę z { $count } witryn?
    [many] Zatrzymać wysyłkę z { $count } witryn?
   *[other] Zatrzymać wysyłkę z { $count } witryny?
}
bulk-block-sites = { $count ->
    [0] Żadna z nich nie wysyła.
    [one] { $count } witryna od razu przestanie wysyłać.
    [few] { $count } witryny od razu przestaną wysyłać.
    [many] { $count } witryn od razu przestanie wysyłać.
   *[other] { $count } witryny od razu przestanie wysyłać.
}
bulk-block-mails = { $count ->
    [0] Żaden z ich e-maili teraz nie czeka.
    [one] { $count } e-mail, który czeka, zostanie wstrzymany.
    [few] { $count } e-maile, które czekają, zostaną wstrzymane.
    [many] { $count } e-maili, które czekają, zostanie wstrzymanych.
   *[other] { $count } e-maila, które czeka, zostanie wstrzymane.
}
# $age: 3 days
bulk-block-new = To, co ich skrypty wyślą od tej chwili, będzie przyjmowane i przechowywane, każdy e-mail nie dłużej niż { $age }.
bulk-block-nothing = { $count ->
    [one] { $count } jest już zatrzymana; tam nic się nie zmieni, ale na życzenie zostanie założona blokada.
    [few] { $count } są już zatrzymane; tam nic się nie zmieni, ale na życzenie zostanie założona blokada.
    [many] { $count } jest już zatrzymanych; tam nic się nie zmieni, ale na życzenie zostanie założona blokada.
   *[other] { $count } jest już zatrzymane; tam nic się nie zmieni, ale na życzenie zostanie założona blokada.
}
bulk-block-yes = { $count ->
    [one] Zatrzymaj { $count } witrynę
    [few] Zatrzymaj { $count } witryny
    [many] Zatrzymaj { $count } witryn
   *[other] Zatrzymaj { $count } witryny
}
bulk-unblock-question = { $count ->
    [one] Wznowić wysyłkę z { $count } witryny?
    [few] Wznowić wysyłkę z { $count } witryn?
    [many] Wznowić wysyłkę z { $count } witryn?
   *[other] Wznowić wysyłkę z { $count } witryny?
}
bulk-unblock-sites = { $count ->
    [0] Żadna z nich nie jest zatrzymana.
    [one] { $count } witryna będzie znowu wysyłać.
    [few] { $count } witryny będą znowu wysyłać.
    [many] { $count } witryn będzie znowu wysyłać.
   *[other] { $count } witryny będzie znowu wysyłać.
}
bulk-unblock-mails = { $count ->
    [0] Żaden z ich e-maili teraz nie czeka.
    [one] { $count } e-mail zostanie wysłany.
    [few] { $count } e-maile zostaną wysłane, z każdej witryny od najstarszego.
    [many] { $count } e-maili zostanie wysłanych, z każdej witryny od najstarszego.
   *[other] { $count } e-maila zostanie wysłane, z każdej witryny od najstarszego.
}
bulk-unblock-nothing = { $count ->
    [one] { $count } już wysyła; tam nic się nie zmieni.
    [few] { $count } już wysyłają; tam nic się nie zmieni.
    [many] { $count } już wysyła; tam nic się nie zmieni.
   *[other] { $count } już wysyła; tam nic się nie zmieni.
}
bulk-unblock-yes = { $count ->
    [one] Wznów wysyłkę z { $count } witryny
    [few] Wznów wysyłkę z { $count } witryn
    [many] Wznów wysyłkę z { $count } witryn
   *[other] Wznów wysyłkę z { $count } witryny
}
bulk-purge-question = { $count ->
    [one] Usunąć wszystkie oczekujące e-maile z { $count } witryny?
    [few] Usunąć wszystkie oczekujące e-maile z { $count } witryn?
    [many] Usunąć wszystkie oczekujące e-maile z { $count } witryn?
   *[other] Usunąć wszystkie oczekujące e-maile z { $count } witryny?
}
bulk-purge-sites = { $count ->
    [one] Oczekujące e-maile z { $count } witryny zostaną usunięte; jeśli była zatrzymana, będzie znowu wysyłać.
    [few] Oczekujące e-maile z { $count } witryn zostaną usunięte; te, które były zatrzymane, będą znowu wysyłać.
    [many] Oczekujące e-maile z { $count } witryn zostaną usunięte; te, które były zatrzymane, będą znowu wysyłać.
   *[other] Oczekujące e-maile z { $count } witryny zostaną usunięte; te, które były zatrzymane, będą znowu wysyłać.
}
bulk-purge-mails = { $count ->
    [0] Żaden e-mail teraz nie czeka.
    [one] { $count } e-mail zostanie usunięty.
    [few] { $count } e-maile zostaną usunięte.
    [many] { $count } e-maili zostanie usuniętych.
   *[other] { $count } e-maila zostanie usunięte.
}
bulk-purge-nothing = { $count ->
    [one] W { $count } witrynie nie ma nic do zrobienia.
    [few] W { $count } witrynach nie ma nic do zrobienia.
    [many] W { $count } witrynach nie ma nic do zrobienia.
   *[other] W { $count } witryny nie ma nic do zrobienia.
}
bulk-purge-yes = { $count ->
    [one] Usuń je w { $count } witrynie
    [few] Usuń je w { $count } witrynach
    [many] Usuń je w { $count } witrynach
   *[other] Usuń je w { $count } witryny
}
# So many sites of so many are done.
bulk-under-way = Gotowe: { $done } z { $total }. Możesz opuścić tę stronę; praca trwa dalej.
bulk-ended = Zakończono: { $done } z { $total }.
bulk-look-again = Sprawdź ponownie
bulk-results = Co z tego wyszło
bulk-gone = W międzyczasie została usunięta.
bulk-failed = { $count ->
    [one] { $count } z błędem
    [few] { $count } z błędem
    [many] { $count } z błędem
   *[other] { $count } z błędem
}
bulk-failed-mark = Błąd
bulk-refused = { $count ->
    [one] { $count } odmowa
    [few] { $count } odmowy
    [many] { $count } odmów
   *[other] { $count } odmowy
}
bulk-refused-mark = Odmowa
bulk-changed = { $count ->
    [one] { $count } zmieniona
    [few] { $count } zmienione
    [many] { $count } zmienionych
   *[other] { $count } zmienionej
}
bulk-changed-mark = Gotowe
bulk-unchanged = { $count ->
    [one] { $count } już taka była
    [few] { $count } już takie były
    [many] { $count } już takich było
   *[other] { $count } już takiej było
}
bulk-unchanged-mark = Nic do zrobienia
