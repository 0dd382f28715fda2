# The pages of a site: overview, its three actions, and the list of sites.

# --- overview ---
action-block = Zatrzymaj wysyłkę
action-unblock = Wznów wysyłkę
action-purge = Usuń oczekujące e-maile
refused-locked = Dostawca hostingu założył blokadę. Tylko on może wznowić wysyłkę lub usunąć to, co czeka.
refused-purge-first = Po spamie wysyłka zostanie wznowiona, gdy oczekujące e-maile zostaną usunięte.
refused-block-first = { $count ->
    [one] Aby usunąć { $count } oczekujący e-mail, najpierw zatrzymaj wysyłkę.
    [few] Aby usunąć { $count } oczekujące e-maile, najpierw zatrzymaj wysyłkę.
    [many] Aby usunąć { $count } oczekujących e-maili, najpierw zatrzymaj wysyłkę.
   *[other] Aby usunąć { $count } oczekującego e-maila, najpierw zatrzymaj wysyłkę.
}
stops-title = Zatrzymane, podczas gdy reszta wysyła
stopped-script = Skrypt
stopped-sender = Nadawca
script-unknown = nieznany skrypt

figures-title = Liczby
figure-sent-today = Wysłane dziś
figure-sent-ever = Wysłane łącznie
# $day is the day the site was set up.
since-created = od { $day }
figure-in-error = Z błędem
in-error-today = { $count ->
    [0] dziś brak
   *[other] { $count } dziś
}
# Failures that were reported after the email had been taken.
in-error-late = { $count ->
    [one] { $count } zgłoszony później
    [few] { $count } zgłoszone później
    [many] { $count } zgłoszonych później
   *[other] { $count } zgłoszonego później
}
figure-queued = Oczekujące
queued-due = { $count ->
    [one] { $count } zaraz zostanie wysłany
    [few] { $count } zaraz zostaną wysłane
    [many] { $count } zaraz zostanie wysłanych
   *[other] { $count } zaraz zostanie wysłane
}
queued-deferred = { $count ->
    [one] { $count } czeka na kolejną próbę
    [few] { $count } czekają na kolejną próbę
    [many] { $count } czeka na kolejną próbę
   *[other] { $count } czeka na kolejną próbę
}
queued-held = { $count ->
    [one] { $count } wstrzymany
    [few] { $count } wstrzymane
    [many] { $count } wstrzymanych
   *[other] { $count } wstrzymanego
}

advice-heading = Warto sprawdzić
advice-addresses-title = Błędne adresy
advice-addresses = { $count ->
    [one] { $count } z ostatnich błędów dotyczy nieistniejącego adresu, na który pisał { $script }. Sprawdź, skąd skrypt bierze adresy.
    [few] { $count } z ostatnich błędów dotyczą nieistniejących adresów, na które pisał { $script }. Sprawdź, skąd skrypt bierze adresy.
    [many] { $count } z ostatnich błędów dotyczy nieistniejących adresów, na które pisał { $script }. Sprawdź, skąd skrypt bierze adresy.
   *[other] { $count } z ostatnich błędów dotyczy nieistniejących adresów, na które pisał { $script }. Sprawdź, skąd skrypt bierze adresy.
}
advice-addresses-link = Te e-maile
advice-captcha-title = Czy ktoś nadużywa formularza?
advice-captcha = { $count ->
    [one] { $script } wysłał ostatni { $count } e-mail w { $span }. Jeśli mogą go uruchamiać odwiedzający, być może robią to programy: captcha je powstrzyma.
    [few] { $script } wysłał ostatnie { $count } e-maile w { $span }. Jeśli mogą go uruchamiać odwiedzający, być może robią to programy: captcha je powstrzyma.
    [many] { $script } wysłał ostatnich { $count } e-maili w { $span }. Jeśli mogą go uruchamiać odwiedzający, być może robią to programy: captcha je powstrzyma.
   *[other] { $script } wysłał ostatnie { $count } e-maila w { $span }. Jeśli mogą go uruchamiać odwiedzający, być może robią to programy: captcha je powstrzyma.
}
advice-captcha-link = Zobacz skrypty
advice-spam-title = Odbiorcy uznają e-maile za spam
advice-spam = { $count ->
    [one] Mówi o tym { $count } z ostatnich błędów. Sprawdź, co wysyłają skrypty i czy wszystko to jest Twoje.
    [few] Mówią o tym { $count } z ostatnich błędów. Sprawdź, co wysyłają skrypty i czy wszystko to jest Twoje.
    [many] Mówi o tym { $count } z ostatnich błędów. Sprawdź, co wysyłają skrypty i czy wszystko to jest Twoje.
   *[other] Mówi o tym { $count } z ostatnich błędów. Sprawdź, co wysyłają skrypty i czy wszystko to jest Twoje.
}
advice-spam-link = Zobacz odpowiedzi
advice-refused-title = Odbiorcy odrzucają nadawcę
advice-refused = { $count ->
    [one] Mówi o tym { $count } z ostatnich błędów. Często w domenie nie wpisano jeszcze, że ten serwer może wysyłać w jej imieniu (SPF i DKIM): pomoże w tym dostawca hostingu.
    [few] Mówią o tym { $count } z ostatnich błędów. Często w domenie nie wpisano jeszcze, że ten serwer może wysyłać w jej imieniu (SPF i DKIM): pomoże w tym dostawca hostingu.
    [many] Mówi o tym { $count } z ostatnich błędów. Często w domenie nie wpisano jeszcze, że ten serwer może wysyłać w jej imieniu (SPF i DKIM): pomoże w tym dostawca hostingu.
   *[other] Mówi o tym { $count } z ostatnich błędów. Często w domenie nie wpisano jeszcze, że ten serwer może wysyłać w jej imieniu (SPF i DKIM): pomoże w tym dostawca hostingu.
}
advice-refused-link = Zobacz odpowiedzi
advice-report-title = Powiadomienia o błędach e-mailem
advice-report = Zdarzają się e-maile z błędem i nikt o tym nie wie. Podaj adres: gdy będzie o czym pisać, rano przyjdzie raport z poprzedniego dnia.
advice-report-link = Podaj adres
advice-silent-title = Nie przychodzą tu żadne e-maile
advice-silent-ever = Odkąd dodano tę witrynę, żaden z jej skryptów nie przekazał e-maila.
advice-silent = Ostatni przyszedł { $moment } ({ $ago }).
advice-silent-link = Znajdź przyczynę

history-title = Historia
ranges = Wyświetlany okres
range-24h = 24 godziny
range-7d = 7 dni
range-31d = 31 dni
range-1y = Rok
legend-sent = Wysłane
legend-failed = Z błędem
legend-held = Wstrzymane
# What a screen reader says of the chart.
chart-name = E-maile w czasie
chart-told = Wysłane: { $sent }, z błędem: { $failed }, wstrzymane: { $held }. To samo jest w tabeli poniżej.
# One column of the chart; $when is a time or a span of days.
chart-column = { $when }: wysłane { $sent }, z błędem { $failed }, wstrzymane { $held }
chart-hours = { $day }, { $from }–{ $to }
chart-days = { $from } – { $to }
history-nothing = W tym czasie nic nie wysłano.
history-csv = Pobierz jako CSV
history-table = Pokaż jako tabelę

latest-errors = Ostatnie błędy
latest-errors-all = Wszystkie e-maile z błędem
no-errors = Brak e-maili z błędem
no-errors-means = Odbiorcy przyjęli wszystko, co zostało wysłane.
# Before the words of a receiver’s server.
reply-said = Odpowiedź odbiorcy
column-when = Kiedy
column-recipient = Odbiorca
column-what = Co się stało
column-script = Skrypt
column-site = Witryna
column-state = Stan
column-failed-today = Z błędem dziś

# --- the three actions: a question, what will happen, the button, what it came to ---
what-happens = Co się stanie
reason-label = Powód (opcjonalnie)
reason-hint = Będzie widoczny w przeglądzie, także dla innych osób, które zajmują się tą witryną.
reason-too-long = { $count ->
    [one] Powód jest za długi o { $count } znak. Nic jeszcze nie zostało zmienione.
    [few] Powód jest za długi o { $count } znaki. Nic jeszcze nie zostało zmienione.
    [many] Powód jest za długi o { $count } znaków. Nic jeszcze nie zostało zmienione.
   *[other] Powód jest za długi o { $count } znaku. Nic jeszcze nie zostało zmienione.
}
lock-label = Załóż blokadę
lock-hint = Tylko operator może wznowić wysyłkę lub usunąć to, co czeka; właściciel widzi podany powód.
lifts-lock = Blokada zostanie zdjęta.

block-question = Zatrzymać wysyłkę z { $site }?
block-new = To, co skrypty wyślą od tej chwili, będzie przyjmowane i przechowywane, każdy e-mail nie dłużej niż { $age }.
block-queued = { $count ->
    [0] Żaden e-mail teraz nie czeka.
    [one] { $count } e-mail, który teraz czeka, zostanie tutaj.
    [few] { $count } e-maile, które teraz czekają, zostaną tutaj.
    [many] { $count } e-maili, które teraz czekają, zostanie tutaj.
   *[other] { $count } e-maila, które teraz czeka, zostanie tutaj.
}
block-under-way = Zadziała to od razu. Dojść może jeszcze tylko to, co jest w tej chwili przekazywane odbiorcy.
block-confirm = Zatrzymaj wysyłkę
block-done = { $count ->
    [0] Wysyłka jest zatrzymana. Żaden e-mail nie czeka.
    [one] Wysyłka jest zatrzymana. { $count } e-mail jest wstrzymany.
    [few] Wysyłka jest zatrzymana. { $count } e-maile są wstrzymane.
    [many] Wysyłka jest zatrzymana. { $count } e-maili jest wstrzymanych.
   *[other] Wysyłka jest zatrzymana. { $count } e-maila jest wstrzymane.
}
block-nothing = Wysyłka była już zatrzymana. Nic nie zostało zmienione.

unblock-question = Wznowić wysyłkę z { $site }?
unblock-queued = { $count ->
    [0] Żaden e-mail nie czeka. Nowe będą dostarczane od razu.
    [one] { $count } e-mail, który czeka, zostanie wysłany.
    [few] { $count } e-maile, które czekają, zostaną wysłane, od najstarszego; nowe będą wysyłane od razu.
    [many] { $count } e-maili, które czekają, zostanie wysłanych, od najstarszego; nowe będą wysyłane od razu.
   *[other] { $count } e-maila, które czeka, zostanie wysłane, od najstarszego; nowe będą wysyłane od razu.
}
unblock-last = W zwykłym tempie tej witryny ostatni zostanie wysłany { $moment }.
unblock-stopped = { $count ->
    [one] { $count } e-mail zatrzymanego skryptu lub nadawcy zostanie tutaj, aż będzie wolno znowu stamtąd wysyłać (strona Skrypty).
    [few] { $count } e-maile zatrzymanych skryptów lub nadawców zostaną tutaj, aż będzie wolno znowu stamtąd wysyłać (strona Skrypty).
    [many] { $count } e-maili zatrzymanych skryptów lub nadawców zostanie tutaj, aż będzie wolno znowu stamtąd wysyłać (strona Skrypty).
   *[other] { $count } e-maila zatrzymanych skryptów lub nadawców zostanie tutaj, aż będzie wolno znowu stamtąd wysyłać (strona Skrypty).
}
unblock-forced = Przez tydzień dopuszczalne jest dwa razy więcej błędów niż zwykle.
unblock-confirm = Wznów wysyłkę
unblock-done = { $count ->
    [0] Wysyłka działa. Żaden e-mail nie czekał.
    [one] Wysyłka działa. { $count } e-mail jest teraz wysyłany.
    [few] Wysyłka działa. { $count } e-maile są teraz wysyłane, od najstarszego.
    [many] Wysyłka działa. { $count } e-maili jest teraz wysyłanych, od najstarszego.
   *[other] Wysyłka działa. { $count } e-maila jest teraz wysyłane, od najstarszego.
}
# Before the sentence of those that stay.
unblock-done-none = Wysyłka działa.
unblock-done-last = { $count ->
    [one] Wysyłka działa. { $count } e-mail jest wysyłany; w zwykłym tempie wyjdzie { $moment }.
    [few] Wysyłka działa. { $count } e-maile są wysyłane, od najstarszego; w zwykłym tempie ostatni wyjdzie { $moment }.
    [many] Wysyłka działa. { $count } e-maili jest wysyłanych, od najstarszego; w zwykłym tempie ostatni wyjdzie { $moment }.
   *[other] Wysyłka działa. { $count } e-maila jest wysyłane, od najstarszego; w zwykłym tempie ostatni wyjdzie { $moment }.
}
unblock-nothing = Wysyłka już działała. Nic nie zostało zmienione.

purge-question = Usunąć wszystkie oczekujące e-maile z { $site }?
purge-queued = { $count ->
    [0] Żaden e-mail teraz nie czeka.
    [one] { $count } e-mail zostanie usunięty, także jeśli próbowano go już dostarczyć.
    [few] { $count } e-maile zostaną usunięte, także te, które próbowano już dostarczyć.
    [many] { $count } e-maili zostanie usuniętych, także te, które próbowano już dostarczyć.
   *[other] { $count } e-maila zostanie usunięte, także te, które próbowano już dostarczyć.
}
purge-then-red = Wysyłka zostanie wznowiona: to, co skrypty wyślą od tej chwili, będzie dostarczane.
purge-then-green = Wysyłka działa dalej: to, co przyjdzie od tej chwili, będzie dostarczane.
purge-for-good = Usuniętych e-maili nie da się odzyskać. E-maile z błędem i historia zostaną.
purge-confirm = { $count ->
    [0] Wznów wysyłkę
    [one] Usuń { $count } e-mail
    [few] Usuń { $count } e-maile
    [many] Usuń { $count } e-maili
   *[other] Usuń { $count } e-maila
}
purge-done = { $count ->
    [0] Żaden e-mail nie czekał. Wysyłka działa.
    [one] Usunięto { $count } e-mail. Wysyłka działa.
    [few] Usunięto { $count } e-maile. Wysyłka działa.
    [many] Usunięto { $count } e-maili. Wysyłka działa.
   *[other] Usunięto { $count } e-maila. Wysyłka działa.
}

# --- sites ---
sites-title = Twoje witryny
no-sites = Brak witryn
no-sites-means = Do Twojego konta nie należy jeszcze żadna witryna. Zapytaj dostawcę hostingu.
