# What every page has: the frame, the navigation, the pages of one form, and pages that say what went wrong.

# Stands in the browser's tab.
title = { $title } · Postern
title-of-site = { $title } · { $site } · Postern
skip = Przejdź do treści
menu = Menu
menu-close = Zamknij
all-sites = Wszystkie witryny
# The heading above the pages of those who run the hosting.
operate = Hosting
# The last line of each page.
covers = Postern obsługuje e-maile, które wysyłają skrypty witryny: formularze kontaktowe, zamówienia, newslettery. Nie dotyczy skrzynek pocztowych.

nav-overview = Przegląd
nav-errors = E-maile z błędem
# The story of one email, found by its recipient, sender or subject.
nav-trace = Znajdź e-mail
nav-queue = Oczekujące e-maile
nav-scripts = Skrypty
nav-test = Wyślij test
nav-settings = Ustawienia
nav-help = Nic nie dochodzi?
nav-sites = Witryny
nav-users = Użytkownicy
nav-tokens = Tokeny API
# The servers mail goes to next.
nav-hops = Serwery docelowe
nav-health = Stan systemu
nav-audit = Dziennik audytu

# Read to those who cannot see it, before the user's name.
account-of = Konto użytkownika
account = Twoje konto
language = Język
log-out = Wyloguj się
role-operator = Operator hostingu
role-owner = Właściciel witryny
role-reader = Tylko podgląd, bez zmian
as-owner-label = Bieżący widok
as-owner = To widok, jaki ma właściciel tej witryny.
as-owner-leave = Wróć do własnego widoku

cancel = Anuluj
pages = Strony listy
pages-first = Wróć na początek
pages-next = Pokaż więcej
# The form above a list: what is looked for.
filter-any = Wszystkie
filter-apply = Szukaj
filter-clear = Pokaż wszystkie
filter-from = Od (dzień)
filter-to = Do (dzień)
filter-no-day = Wpisz dzień tak: 2026-03-29.
# On the button that copies a piece of code, and on it after that.
copy = Kopiuj
copied = Skopiowano

login-title = Logowanie
login-lead = Podgląd i kontrola e-maili, które wysyłają witryny.
login-name = Nazwa użytkownika
login-password = Hasło
login-button = Zaloguj się
login-help = Nie masz hasła? Otwórz Postern w panelu klienta u swojego dostawcy hostingu albo poproś go o link do logowania.
login-wrong = Nazwa użytkownika lub hasło się nie zgadza. Spróbuj ponownie albo poproś dostawcę hostingu o link do logowania.
# $span is a time in words: 40 seconds.
login-wait = Zbyt wiele prób. Spróbuj ponownie za { $span }.
link-title = Witamy
link-lead = Ten link pozwala zalogować się jeden raz.
link-button = Otwórz Postern
link-over = Ten link został już użyty albo jest zbyt stary. Poproś o nowy tam, skąd pochodził.
link-to-login = Zaloguj się hasłem
code-title = Jeszcze jeden krok
code-lead = Otwórz aplikację, która tworzy kody do logowania.
code-label = Kod
code-hint = Sześć cyfr, które teraz pokazuje aplikacja, albo jeden z kodów odzyskiwania.
code-button = Zaloguj się
code-wrong = Ten kod jest błędny albo zbyt stary. Wpisz ten, który aplikacja pokazuje teraz.
setup-title = Konfiguracja Postern
setup-lead = Wybierz nazwę i hasło pierwszego operatora, który wszystko widzi i wszystko może.
setup-name-hint = Małe litery, cyfry oraz . _ - @ +
setup-password-hint = { $shortest ->
    [one] Co najmniej { $shortest } znak. Kilka słów z rzędu łatwo zapamiętać, a trudno odgadnąć.
    [few] Co najmniej { $shortest } znaki. Kilka słów z rzędu łatwo zapamiętać, a trudno odgadnąć.
    [many] Co najmniej { $shortest } znaków. Kilka słów z rzędu łatwo zapamiętać, a trudno odgadnąć.
   *[other] Co najmniej { $shortest } znaku. Kilka słów z rzędu łatwo zapamiętać, a trudno odgadnąć.
}
setup-again = Hasło jeszcze raz
setup-again-wrong = Hasła się różnią. Wpisz dwa razy to samo.
setup-over = Ten link już nie działa: Postern jest już skonfigurowany albo link jest zbyt stary.
user-name-wrong = Użyj w nazwie małych liter, cyfr oraz . _ - @ + i zacznij od litery lub cyfry.
user-name-taken = Użytkownik o tej nazwie już istnieje.
password-length-wrong = Hasło ma od { $least } do { $most } znaków.
password-is-name = Hasło nie może być takie samo jak nazwa.
password-control = Hasło zawiera znak, którego nie wszędzie da się wpisać.
setup-button = Rozpocznij

to-start = Przejdź do strony głównej
# For those who report a problem. $code is a short English word, $moment a date and time.
trouble-reference = Kod błędu: { $code }, { $moment } UTC
trouble-bad-request-title = Ten adres nie działa
trouble-bad-request-what = Strona otrzymała zapytanie o coś, czego nie zna.
trouble-bad-request-next = Wróć i spróbuj ponownie na poprzedniej stronie.
trouble-not-allowed-title = Brak uprawnień
trouble-not-allowed-what = Twoje konto pozwala oglądać tę witrynę, ale nie pozwala jej zmieniać. Nic nie zostało zmienione.
trouble-not-allowed-next = Zapytaj właściciela witryny albo dostawcę hostingu.
trouble-not-found-title = Nie ma takiej strony
trouble-not-found-what = Adres jest błędny albo tego, co tu było, już nie ma.
trouble-not-found-next = Sprawdź adres albo zacznij od strony głównej.
trouble-too-slow-title = Trwało to zbyt długo
trouble-too-slow-what = Połączenie było zbyt wolne albo było zbyt wiele do zrobienia. To, co się zaczęło, trwa dalej.
trouble-too-slow-next = Zanim spróbujesz ponownie, zajrzyj do przeglądu witryny.
trouble-conflict-title = Teraz nie można tego zrobić
trouble-conflict-what = Obecny stan witryny na to nie pozwala; być może ktoś inny był szybszy. Nic nie zostało zmienione.
trouble-conflict-next = Zajrzyj do przeglądu witryny: tam widać, co jest możliwe i dlaczego.
trouble-too-many-title = Za dużo naraz
trouble-too-many-what = W krótkim czasie było zbyt wiele zapytań.
trouble-too-many-next = Poczekaj minutę i spróbuj ponownie.
trouble-unavailable-title = Postern nie jest gotowy
trouble-unavailable-what = W tej chwili nie może odpowiedzieć. Przyjęte e-maile są bezpieczne.
trouble-unavailable-next = Spróbuj ponownie za kilka minut. Jeśli nic się nie zmieni, powiadom dostawcę hostingu.
trouble-failed-title = Coś poszło nie tak
trouble-failed-what = To nasz błąd, nie Twój. Przyjęte e-maile są bezpieczne.
trouble-failed-next = Spróbuj ponownie. Jeśli to się powtórzy, powiadom dostawcę hostingu i podaj mu poniższy kod błędu.
trouble-stale-form-title = Ten formularz jest zbyt stary
trouble-stale-form-what = Po otwarciu strony nastąpiło ponowne logowanie albo strona była otwarta bardzo długo. Nic nie zostało zmienione.
trouble-stale-form-next = Wróć, wczytaj stronę ponownie i powtórz czynność.
