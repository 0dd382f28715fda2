# The pages on mails: those in error, the story of one, those that wait, and the scripts that send.

# --- lists ---
none-fits = Żaden e-mail nie pasuje
none-fits-means = Zmień to, czego szukasz, albo pokaż wszystkie.
# A long list is looked through piece by piece.
none-so-far = Jak dotąd niczego nie znaleziono
none-so-far-means = Przejrzano część listy. „Pokaż więcej” szuka od tego miejsca dalej.
export-csv = Pobierz jako CSV
export-json = Pobierz jako JSON

# --- emails in error ---
errors-lead = Te e-maile nie doszły. Otwórz jeden z nich, aby zobaczyć, co odpowiedział odbiorca, co to znaczy i co pomoże.
errors-search = Odbiorca, temat, odpowiedź
errors-classes = Co się stało
# Of very many only the newest are counted.
errors-counted-since = Policzone od { $moment }: jest ich zbyt wiele, aby policzyć wszystkie.
# Before a description of what happened, where no server of the receiver answered.
reply-happened = Co się stało
class-bad-mailbox-advice = Popraw adres tam, skąd bierze go skrypt, albo usuń go z listy. Na adres, który nie istnieje, nie wolno więcej pisać.
class-bad-domain-advice = Popraw adres albo usuń go z listy. Formularz powinien sprawdzać, co wpisują odwiedzający.
class-mailbox-full-advice = Można tylko skontaktować się z odbiorcą inną drogą. Wyślij ponownie później; jeśli to się utrzyma, usuń adres z listy.
class-refused-by-policy-advice = Przeczytaj odpowiedź: często podaje regułę, czasem z linkiem. Często w domenie nie wpisano jeszcze, że ten serwer może wysyłać w jej imieniu (SPF i DKIM); pomoże w tym dostawca hostingu.
class-refused-as-spam-advice = Sprawdź, co wysyła skrypt i czy te e-maile są Ci znane. Jeśli ktoś nadużywa formularza, dodaj captchę; pisz tylko do tych, którzy o to prosili.
class-expired-advice = Sprawdź adres. Jeśli jest poprawny, skontaktuj się z odbiorcą inną drogą: jego serwer przez wiele dni nie przyjął żadnego e-maila.
class-expired-held-advice = Następnym razem wznów wysyłkę na czas, a to, co nadal jest ważne, wyślij skryptem ponownie.
class-network-advice = Sprawdź część po znaku @. Jeśli jest poprawna, serwer odbiorcy ma usterkę, którą może naprawić tylko jego właściciel.
class-complaint-advice = Nie pisz więcej do tego odbiorcy i dodaj do każdego newslettera link do rezygnacji.

# --- the story of an email ---
column-subject = Temat
column-sender = Nadawca
# An email that reports a failure has no sender to answer to.
sender-none = bez nadawcy (raport)
subject-none = (bez tematu)
trace-lead = Poszukaj dowolnego e-maila ze skryptów: każdy ma swoją historię, od skryptu do odbiorcy.
# What an email is known by: our number, or the field Message-ID.
trace-id = Numer lub Message-ID
trace-none = Brak e-maili
trace-none-means = Żaden ze skryptów tej witryny nie przekazał e-maila, który byłby jeszcze pamiętany.
trace-none-fits-means = Odbiorca i nadawca muszą być całymi adresami. Z tematu wystarczy część. Stare e-maile po kilku tygodniach nie są już pamiętane.
# After the first recipient of an email.
trace-others = { $count ->
    [one] i { $count } kolejny
    [few] i { $count } kolejnych
    [many] i { $count } kolejnych
   *[other] i { $count } kolejnego
}
# $what is one of the marks below: so many recipients of one email are at it.
trace-times = { $what }: { $count }
# The marks: how an email stands with one recipient.
stands-sent = Dostarczono
stands-failed = Z błędem
stands-held = Wstrzymano
stands-queued = Czeka
stands-deleted = Usunięto
story-title = Historia e-maila
story-recipients = Co się z nim stało
story-origin = Skąd pochodzi
story-accepted = Przekazany
story-moment = { $moment } ({ $ago })
story-size = Rozmiar
story-method = W jaki sposób
method-sendmail = przez program sendmail (używa go funkcja mail() w PHP)
method-drop = jako plik w katalogu zrzutu
method-smtp = przez SMTP
method-http = przez API
method-notice = napisał go sam Postern
story-login = Login
story-address = Z adresu
# The numbers of the user, its group and the program that handed the email over.
story-process = Program
story-site = Witryna
story-site-stated = jak podano przy przekazaniu
story-number = Numer
story-message-id = Message-ID
story-stated = Dane podane przy przekazaniu
story-stated-means = Skrypt lub serwer, na którym działa, sam tak o sobie mówi. Nikt tego nie sprawdził.
story-earlier = { $count ->
    [one] { $count } wcześniejsza próba nie jest pokazana.
    [few] { $count } wcześniejsze próby nie są pokazane.
    [many] { $count } wcześniejszych prób nie jest pokazanych.
   *[other] { $count } wcześniejszej próby nie jest pokazane.
}
attempt-sent = Odbiorca go przyjął.
attempt-deferred = Jeszcze nie udało się go dostarczyć.
attempt-failed = Zakończył się błędem.
attempt-deleted = Został usunięty przed wysłaniem.
next-held = Jest wstrzymany, ponieważ wysyłka z tej witryny jest zatrzymana.
next-held-link = Przegląd
next-stopped = Jest wstrzymany, ponieważ jego skrypt lub nadawca jest zatrzymany.
next-stopped-link = Skrypty
next-tried = Kolejna próba: { $moment } ({ $ago }).
next-due = Jest teraz wysyłany.
next-sent = Jeśli nie ma go w skrzynce odbiorczej, odbiorca powinien zajrzeć do folderu ze spamem: odtąd wszystko zależy od dostawcy jego poczty.

# --- waiting emails ---
queue-lead = E-maile, które zostały przekazane, ale nie zostały jeszcze wysłane.
queue-kinds = Co czeka
queue-tab-held = Wstrzymane
queue-tab-deferred = Do ponowienia
queue-tab-due = Zaraz zostaną wysłane
queue-recipient = Odbiorca lub @domena
queue-older = Czeka co najmniej
queue-empty = Brak oczekujących e-maili
queue-empty-means = To, co przekazują skrypty, jest od razu dostarczane.
queue-none-fits-means = Odbiorca i nadawca muszą być całymi adresami; @example.net oznacza wszystkie adresy w tej domenie.
column-waits = Na co czeka
# How a waiting email stands.
waits-held = Wstrzymany: wysyłka jest zatrzymana
waits-stopped = Wstrzymany: jego skrypt lub nadawca jest zatrzymany
waits-deferred = Kolejna próba: { $moment } ({ $ago })
waits-soon = Zaraz nastąpi kolejna próba
waits-due = Zaraz zostanie wysłany
waits-in-hand = Właśnie jest przekazywany odbiorcy
waits-released = przepuszczony
queue-tried = { $count ->
    [one] próbowano raz
    [few] próbowano { $count } razy
    [many] próbowano { $count } razy
   *[other] próbowano { $count } raza
}
choose-title = Co z nimi zrobić
choose-ticked = Zaznaczone
choose-fitting = Wszystkie pasujące do wyszukiwania
choose-all = Wszystkie oczekujące
choose-tick = Zaznacz ten e-mail
work-release = Przepuść
work-delete = Usuń
work-retry = Spróbuj teraz
refused-spam = Wysyłka jest zatrzymana, ponieważ e-maile wyglądają na spam: nie można ich przepuścić, tylko usunąć.
reload = Wczytaj stronę ponownie
job-released = { $count ->
    [0] Nie przepuszczono żadnego e-maila ({ $ago }).
    [one] Przepuszczono { $count } e-mail ({ $ago }).
    [few] Przepuszczono { $count } e-maile ({ $ago }).
    [many] Przepuszczono { $count } e-maili ({ $ago }).
   *[other] Przepuszczono { $count } e-maila ({ $ago }).
}
job-deleted = { $count ->
    [0] Nie usunięto żadnego e-maila ({ $ago }).
    [one] Usunięto { $count } e-mail ({ $ago }).
    [few] Usunięto { $count } e-maile ({ $ago }).
    [many] Usunięto { $count } e-maili ({ $ago }).
   *[other] Usunięto { $count } e-maila ({ $ago }).
}
job-retried = { $count ->
    [0] Żaden e-mail nie wymagał ponowienia ({ $ago }).
    [one] Ponowiono wysyłkę { $count } e-maila ({ $ago }).
    [few] Ponowiono wysyłkę { $count } e-maili ({ $ago }).
    [many] Ponowiono wysyłkę { $count } e-maili ({ $ago }).
   *[other] Ponowiono wysyłkę { $count } e-maila ({ $ago }).
}
# A later action of someone ended the work.
job-taken-back = Przepuszczanie e-maili przerwała późniejsza czynność; przepuszczone do tego czasu: { $count } ({ $ago }).

# --- before something is done with waiting emails: a question, what will happen, the button ---
release-question = Przepuścić oczekujące e-maile?
delete-question = Usunąć oczekujące e-maile?
retry-question = Spróbować teraz wysłać oczekujące e-maile?
# So many emails are meant.
work-count = { $count ->
    [one] Dotyczy to { $count } e-maila.
    [few] Dotyczy to { $count } e-maili.
    [many] Dotyczy to { $count } e-maili.
   *[other] Dotyczy to { $count } e-maila.
}
work-count-least = Dotyczy to ponad { $count } e-maili.
work-recipient = Tylko do { $recipient }.
work-sender = Tylko od nadawcy { $sender }.
work-script = Tylko ze skryptu { $script }.
# $kind is one of the parts of the list: Kept back, Will be tried again, About to go out.
work-kind = Tylko z części „{ $kind }”.
work-older = Tylko te, które czekają { $span } lub dłużej.
release-happens = Zostaną dostarczone, mimo że wysyłka z tej witryny jest zatrzymana. Cała reszta zostanie tutaj.
release-stopped = To, co czeka, ponieważ jego skrypt lub nadawca jest zatrzymany, zostanie tutaj, aż będzie wolno znowu stamtąd wysyłać (strona Skrypty).
delete-happens = Nie zostaną dostarczone. Usuniętych e-maili nie da się odzyskać.
delete-in-hand = E-mail, który jest w tej chwili przekazywany odbiorcy, może jeszcze dojść.
retry-happens = To, co miało być ponowione później, zostanie ponowione od razu. To, co jest wstrzymane, zostanie tutaj.
release-confirm = Przepuść
delete-confirm = Usuń
retry-confirm = Spróbuj teraz
work-none-ticked = Żaden e-mail nie jest zaznaczony. Zaznacz niektóre albo wybierz wszystkie.
work-none = Żaden z tych e-maili już nie czeka.
work-begun-release = E-maile są przepuszczane.
work-begun-delete = E-maile są usuwane.
work-begun-retry = Wysyłka e-maili jest ponawiana.
work-nothing = Wysyłka działa: nie ma czego przepuszczać.

# --- scripts ---
scripts-lead = Który skrypt wysyła, ile i jaka część tego kończy się błędem. Można zatrzymać jeden z nich, podczas gdy reszta witryny wysyła dalej.
scripts-title = Skrypty, które wysyłają
scripts-by = Kolejność
scripts-by-sent = Najwięcej wysłanych
scripts-by-failed = Najwięcej z błędem
scripts-days = Ostatnie 31 dni
scripts-days-told = W ciągu ostatnich 31 dni wysłane: { $sent }, z błędem: { $failed }
# The part of a script’s emails that failed, in hundredths.
scripts-part = Część z błędem
scripts-last = Ostatnio
scripts-none = Żaden skrypt jeszcze nie wysyłał
scripts-none-means = Gdy tylko któryś przekaże e-mail, pojawi się tutaj razem z tym, co wysyła.
scripts-stated = Nazwy są takie, jak podano przy przekazaniu: skrypt może podać się za inny.
script-stopped = Zatrzymany
script-accepted = Przekazane
script-first = Po raz pierwszy
script-errors = Jego e-maile z błędem
script-trace = Jego e-maile
script-queue = Jego oczekujące e-maile
script-stop = Zatrzymaj ten skrypt
# Said by a screen reader of the chart of one script.
script-told = Wysłane: { $sent }, z błędem: { $failed } w ciągu ostatnich 31 dni
script-column = { $when }: wysłane { $sent }, z błędem { $failed }
unstop-link = Pozwól znowu wysyłać
stop-sender-title = Zatrzymaj jednego nadawcę
stop-sender-lead = E-maile z jednego adresu nadawcy są wstrzymywane, niezależnie od tego, który skrypt je wysyła.
stop-sender-button = Dalej
stop-script-question = Zatrzymać ten skrypt?
stop-sender-question = Zatrzymać tego nadawcę?
stop-new = Jego nowe e-maile będą przyjmowane i przechowywane tutaj zamiast dostarczane.
stop-waiting = { $count ->
    [0] Żaden jego e-mail teraz nie czeka.
    [one] Tutaj zostanie { $count } jego oczekujący e-mail.
    [few] Tutaj zostaną { $count } jego oczekujące e-maile.
    [many] Tutaj zostanie { $count } jego oczekujących e-maili.
   *[other] Tutaj zostanie { $count } jego oczekującego e-maila.
}
stop-waiting-least = Tutaj zostanie ponad { $count } jego oczekujących e-maili.
stop-rest = Reszta witryny wysyła dalej.
stop-confirm = Zatrzymaj
stop-done = Jest zatrzymany; jego e-maile są wstrzymywane.
stop-nothing = Był już zatrzymany. Nic nie zostało zmienione.
stop-no-address = To nie jest adres e-mail, który można zatrzymać. Nic nie zostało zmienione.
unstop-question = Pozwolić znowu wysyłać?
unstop-waiting = { $count ->
    [0] Żaden jego e-mail teraz nie czeka.
    [one] Zostanie wysłany { $count } jego oczekujący e-mail.
    [few] Zostaną wysłane { $count } jego oczekujące e-maile.
    [many] Zostanie wysłanych { $count } jego oczekujących e-maili.
   *[other] Zostanie wysłane { $count } jego oczekującego e-maila.
}
unstop-waiting-least = Zostanie wysłanych ponad { $count } jego oczekujących e-maili.
unstop-new = Jego nowe e-maile będą od razu dostarczane.
unstop-red = Ale wysyłka z całej witryny jest zatrzymana: dopóki nie zostanie wznowiona, jego e-maile też zostaną tutaj.
unstop-confirm = Pozwól znowu wysyłać
unstop-done = Może znowu wysyłać; to, co czekało, zostanie wysłane.
unstop-done-red = Będzie mógł znowu wysyłać, gdy tylko ruszy wysyłka całej witryny.
unstop-nothing = Zatrzymanie zostało już wcześniej zakończone. Nic nie zostało zmienione.
