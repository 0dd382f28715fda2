# What state a site is in, why emails fail, and what to do: words of the overview that other pages and mails share.

# --- the mark beside a site's name ---
badge-enabled = Wysyła
# After it was blocked for too many failures and unblocked: watched for a while.
badge-forced = Wysyła, pod obserwacją
badge-blocked = Zatrzymana
badge-bounce = Zatrzymana: błędy
badge-spam = Zatrzymana: spam
badge-locked = Zatrzymana i zablokowana

# --- the state in a sentence, and what it means ---
state-enabled = E-maile są wysyłane
state-enabled-means = To, co przekazują skrypty witryny, jest od razu dostarczane.
state-forced = E-maile są znowu wysyłane
state-forced-means = Wcześniej było zbyt wiele błędów. Przez tydzień dopuszczalne jest dwa razy więcej błędów niż zwykle; jeśli będzie ich więcej, wysyłka zostanie znowu zatrzymana.
state-blocked = Wysyłka jest zatrzymana
state-blocked-means = Nowe e-maile ze skryptów są nadal przyjmowane, ale nie są dostarczane, tylko przechowywane tutaj.
state-bounce = Wysyłka jest zatrzymana: zbyt wiele e-maili z błędem
state-bounce-means = Odbiorcy odrzucili tyle e-maili, że dalsza wysyłka zaszkodziłaby całej poczcie z tego serwera. Nowe e-maile są nadal przyjmowane, ale przechowywane tutaj.
state-spam = Wysyłka jest zatrzymana: e-maile wyglądają na spam
state-spam-means = Często ktoś obcy używa formularza lub skradzionego hasła, aby wysyłać przez witrynę. Nowe e-maile są nadal przyjmowane, ale przechowywane tutaj.

# --- since when and by whom; $moment is a date and time, $ago how long ago that was ---
since = od { $moment } ({ $ago })
since-green = Od { $moment } ({ $ago }).
last-mail = Ostatni e-mail przyszedł { $moment } ({ $ago }).
last-mail-none = Jak dotąd nie przyszedł żaden e-mail.
since-red-you = Od { $moment } ({ $ago }), zatrzymana przez Ciebie.
since-red-owner = Od { $moment } ({ $ago }), zatrzymana przez użytkownika { $name }.
since-red-provider = Od { $moment } ({ $ago }), zatrzymana przez dostawcę hostingu.
since-red-operator = Od { $moment } ({ $ago }), zatrzymana przez operatora { $name }.
since-red-policy = Od { $moment } ({ $ago }), zatrzymana automatycznie.
# Before the words someone gave as a reason.
reason = Powód

# The mark before something that is being done at this moment.
under-way = W toku
under-way-released = { $count ->
    [one] { $count } przepuszczony e-mail jest teraz wysyłany, mimo że wysyłka jest zatrzymana.
    [few] { $count } przepuszczone e-maile są teraz wysyłane, mimo że wysyłka jest zatrzymana.
    [many] { $count } przepuszczonych e-maili jest teraz wysyłanych, mimo że wysyłka jest zatrzymana.
   *[other] { $count } przepuszczonego e-maila jest teraz wysyłane, mimo że wysyłka jest zatrzymana.
}

# Work on many waiting emails, while it goes on: $seen of $total were looked at so far, $done of them dealt with.
job-release = Przepuszczanie e-maili: gotowe { $done }, przejrzane { $seen } z { $total }.
job-delete = Usuwanie e-maili: gotowe { $done }, przejrzane { $seen } z { $total }.
job-retry = Ponawianie wysyłki e-maili: gotowe { $done }, przejrzane { $seen } z { $total }.
job-progress = Postęp

# --- facts below a state ---
mails = { $count ->
    [one] { $count } e-mail
    [few] { $count } e-maile
    [many] { $count } e-maili
   *[other] { $count } e-maila
}
why-held = Teraz wstrzymane
# Held mail is given up after some days.
why-given-up = Przechowywane do
why-given-up-at = Najstarszy przepadnie { $moment } ({ $ago }).
why-script = Skrypt z największą liczbą błędów
# $count of the latest $of failures are of this script.
why-script-count = { $script } ({ $count } z ostatnich { $of } błędów)
why-reply = Odpowiedź jednego z odbiorców

# --- what to do, step by step ---
next-title = Co zrobić
step-read-errors = Sprawdź, przy których e-mailach wystąpił błąd i co odpowiedzieli odbiorcy.
step-read-errors-link = E-maile z błędem
step-check-addresses = Popraw błędne adresy w tym skrypcie lub na jego liście: na adresy, które nie istnieją, nie wolno więcej pisać.
step-find-script = Sprawdź, który skrypt wysyła te e-maile i czy są Ci znane.
step-find-script-link = Skrypty
step-secure-script = Zamknij lukę: zaktualizuj oprogramowanie witryny, zmień jej hasła, dodaj captchę do jej formularzy.
step-block-script = Zatrzymaj tylko ten jeden skrypt, aby reszta witryny mogła dalej wysyłać.
step-block-script-link = Skrypty
step-delete-junk = Usuń oczekujące e-maile, które nie powinny zostać wysłane.
step-delete-junk-link = Oczekujące e-maile
step-unblock = Potem wznów wysyłkę: to, co czeka, zostanie wysłane, od najstarszych.
step-unblock-forced = Potem wznów wysyłkę: to, co czeka, zostanie wysłane, a przez tydzień dopuszczalne jest dwa razy więcej błędów niż zwykle.
step-purge-spam = Potem usuń wszystkie oczekujące e-maile: odtąd nowe będą znowu wysyłane.
step-decide-spam = Potem zdecyduj: wznów wysyłkę i wyślij to, co czeka, albo usuń wszystko.
step-decide-spam-link = Oczekujące e-maile
step-ask-provider = Napisz dostawcy hostingu, co zostało zmienione. Wysyłka jest zablokowana: tylko on może ją wznowić.
step-ask-owner = Zapytaj właściciela witryny. Twoje konto pozwala oglądać, ale niczego nie zmieniać.
step-watch = Zajrzyj tu za kilka dni: jeśli liczba błędów spadnie, obserwacja zakończy się sama.

# --- the classes of failures, and what each means ---
class-bad-mailbox = Adres nie istnieje
class-bad-mailbox-means = Nie ma takiej skrzynki albo została zamknięta. Sprawdź, czy w adresie nie ma pomyłki.
class-bad-domain = Domena nie przyjmuje e-maili
class-bad-domain-means = Część po znaku @ nie istnieje albo nie odbiera poczty. Sprawdź, czy nie ma w niej pomyłki.
class-mailbox-full = Skrzynka jest pełna
class-mailbox-full-means = Odbiorca nie ma już miejsca i musi je zwolnić.
class-refused-by-policy = Odrzucony z powodu reguły
class-refused-by-policy-means = Serwer odbiorcy nie przyjmuje tego e-maila lub tego nadawcy. Powód podaje w odpowiedzi.
class-refused-as-spam = Odrzucony jako spam
class-refused-as-spam-means = Serwer odbiorcy uznaje ten e-mail lub miejsce, z którego pochodzi, za spam.
class-expired = Przepadł po kilku dniach prób
class-expired-means = Przez wiele dni próbowano go dostarczyć, ale serwer odbiorcy go nie przyjął.
class-expired-held = Zbyt długo wstrzymany
class-expired-held-means = Wysyłka była zatrzymana tak długo, że e-mail przepadł.
class-network = Serwer odbiorcy nieosiągalny
class-network-means = Serwer odbiorcy nie odpowiedział tak, jak powinien.
class-complaint = Oznaczony jako spam
class-complaint-means = Odbiorca zgłosił dostawcy swojej poczty, że nie chce tego e-maila.
