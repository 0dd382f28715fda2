# The pages that help: sending a test, and finding out why nothing arrives.

# --- send a test ---
test-lead = Sprawdź, czy e-mail z { $site } zostanie wysłany i co się z nim stanie po drodze.
test-send-title = Wyślij testowy e-mail
# Shown while sending is stopped.
test-held = Wysyłka z tej witryny jest zatrzymana. Testowy e-mail, jak każdy inny, będzie wstrzymany, aż wysyłka zostanie wznowiona.
test-to = Do
test-to-hint = Adres, do którego skrzynki można zajrzeć.
# $address is the sender of the test email.
test-from = E-mail przyjdzie od { $address }.
test-button = Wyślij testowy e-mail
test-address-wrong = To nie jest adres e-mail. Wpisz go tak jak name@example.net.
# $why says in English, and in technical words, what Postern found.
test-refused = Postern nie przyjął e-maila: { $why }
# $address is whom it was sent to. Shown above the story of that email.
test-taken = Testowy e-mail na adres { $address } został przyjęty. Ta strona pokazuje, co się z nim dzieje.
# For those who may look at the site, but not change anything.
test-may-look = Twoje konto pozwala oglądać, ale nie wysyłać. Zapytaj właściciela witryny.
test-scripts-title = Wyślij własnym skryptem
test-scripts-lead = To pokaże, czy skrypty witryny docierają do Postern. Skrypty testowe wysyłają przez sam serwer, bez obcego serwera SMTP, tak jak robi to mail() w PHP.
# $file is the name of a file, $command what to type to run it.
test-script-how-php = Umieść go w folderze witryny jako { $file } i otwórz w przeglądarce albo uruchom „{ $command }”. Potem go usuń.
test-script-how = Zapisz go na serwerze jako { $file } i uruchom „{ $command }” jako użytkownik, do którego należy witryna.
test-scripts-result = Znajdź e-mail: sprawdź, co się z nim stało
# What the scripts say: a comment before the recipient’s address; the text of their email; and what they print.
test-script-note = Wpisz tu własny adres.
test-script-text = Ten e-mail wysłał skrypt testowy z { $site }.
test-script-taken = Postern przyjął e-mail. Na jego stronach widać, co się z nim dzieje.
test-script-refused = E-mail nie został przyjęty. Powód podają wiersze powyżej albo dziennik błędów.

# --- the test email itself, in the site’s language ---
test-mail-subject = Testowy e-mail z { $site }
test-mail-text = Ten e-mail pokazuje, że { $site } może wysyłać. Przeszedł tę samą drogę co e-maile ze skryptów witryny.

# --- nothing arrives: what was found, by the figures of the site, and what that means ---
help-lead = E-mail nie doszedł? Oto co widział Postern i czego warto spróbować.
finding-stopped = Wysyłka jest zatrzymana
finding-stopped-means = To, co wysyłają skrypty, jest przyjmowane, ale przechowywane tutaj. Nic nie zostanie wysłane, dopóki wysyłka nie zostanie wznowiona.
finding-never = Jak dotąd żaden skrypt nie dotarł do Postern
finding-never-means = Odkąd dodano tę witrynę, żaden z jej skryptów nie przekazał e-maila. Wysyłają inną drogą albo przerywają pracę, zanim coś wyślą.
finding-silent = Ostatnio żaden skrypt nie dotarł do Postern
finding-silent-means = Wcześniej to działało. Być może aktualizacja, nowa wtyczka albo zmiana jej ustawień skierowała e-maile inną drogą.
finding-failing = E-maile przychodzą, ale wiele kończy się błędem
finding-failing-means = Skrypty docierają do Postern. Odbiorcy nie przyjmują tego, co wysyłają.
finding-waiting = E-maile przychodzą, ale odbiorcy jeszcze ich nie przyjmują
finding-waiting-means = Czekają tutaj, a próby dostarczenia są same ponawiane przez kilka dni.
finding-leaving = E-maile przychodzą i są wysyłane
finding-leaving-means = Skrypty docierają do Postern, a odbiorcy przyjmują e-maile. To, czego brakuje, jest najpewniej u odbiorcy albo zostało wysłane na inny adres.

# What Postern saw: names of figures.
help-last = Ostatni e-mail ze skryptu
# $moment is a date and time, $ago how long ago that was.
help-last-at = { $moment } ({ $ago })
help-last-never = jak dotąd żaden
help-last-script = Wysłał go
help-sent-today = Wysłane dziś
help-failed-today = Z błędem dziś
help-waiting = Oczekujące teraz
help-ever = E-maile, odkąd dodano witrynę

# --- what to try ---
help-first = Najpierw spróbuj tego
help-then = Jeśli to nie to
help-state-title = Sprawdź, dlaczego wysyłka jest zatrzymana
help-state = Przegląd mówi, od kiedy, przez kogo i dlaczego oraz co zrobić.
help-state-link = Przegląd
help-scripts-title = Jeden skrypt lub nadawca jest zatrzymany
help-scripts = Reszta witryny wysyła, ale to, co on przekazuje, jest wstrzymane. Sprawdź, czy to jego e-maili brakuje.
help-scripts-link = Skrypty
help-script-title = Wyślij skryptem testowym
help-script = Skopiuj mały skrypt do witryny i uruchom go. Jeśli jego e-mail pojawi się tutaj, droga jest wolna, a błąd tkwi w skryptach witryny. Jeśli nie, poczta serwera nie dociera do Postern.
help-script-link = Skrypty testowe
help-mail-title = Niech witryna wysyła sama
help-mail = Skrypty mogą wysyłać przez serwer SMTP gdzie indziej; wtedy Postern nic z tego nie widzi, a tamten serwer może odmawiać. Niech wysyłają przez sam serwer, co w PHP nazywa się mail().
help-mail-wordpress = Wyłącz wtyczki, które wysyłają przez SMTP, takie jak WP Mail SMTP lub Post SMTP, albo wybierz w nich jako mailer „Default” lub „PHP”.
help-mail-joomla = W konfiguracji globalnej, na karcie „Serwer”, wybierz wysyłanie poczty przez „PHP Mail”.
help-mail-drupal = Drupal wysyła sam. Odinstaluj lub wyłącz moduły, które wysyłają przez SMTP, takie jak SMTP Authentication Support.
help-mail-prestashop = W części „Zaawansowane”, na stronie „E-mail”, wybierz /usr/sbin/sendmail zamiast własnych parametrów SMTP.
help-mail-phpmailer = W skryptach, które używają PHPMailer, wywołaj isMail() zamiast isSMTP().
help-log-title = Sprawdź, czy skrypt nie przerywa pracy
help-log = Skrypt, który kończy się błędem, niczego nie wysyła. Wyślij formularz jeszcze raz, a potem przeczytaj dziennik błędów.
help-log-php = Poszukaj pliku error_log w folderze witryny albo dziennika błędów w panelu klienta u swojego dostawcy hostingu. Aby był zapisywany, wstaw te wiersze do php.ini lub .user.ini, podając własny folder:
help-log-wordpress = Wstaw te wiersze do wp-config.php, nad wierszem, który mówi, żeby zakończyć edycję. Błędy znajdą się wtedy w wp-content/debug.log. Potem usuń te wiersze.
help-find-title = Poszukaj tego jednego e-maila
help-find = Szukaj po odbiorcy. Jeśli e-mail tam jest i został wysłany, odbiorca go ma. Jeśli go tam nie ma, skrypt go nie wysłał.
help-find-link = Znajdź e-mail
help-junk-title = Zajrzyj do folderu ze spamem
help-junk = Wysłany e-mail może leżeć u odbiorcy w folderze ze spamem albo w osobnym folderze na reklamy. Jeśli zostanie tam oznaczony jako chciany, następny dojdzie łatwiej.
help-recipient-title = Sprawdź, do kogo pisze formularz
help-recipient = Formularze mają adres odbiorcy w swoich ustawieniach. Pomyłka w nim albo adres osoby, której już nie ma, wysyła wszystko w złe miejsce.
help-errors-title = Przeczytaj, co odpowiedzieli odbiorcy
help-errors = Przy każdym e-mailu z błędem jest odpowiedź odbiorcy i proste wyjaśnienie, co ona znaczy.
help-errors-link = E-maile z błędem
help-addresses-title = Popraw błędne adresy
help-addresses = Część ostatnich błędów to adresy, które nie istnieją. Sprawdź, skąd skrypt je bierze.
help-addresses-link = Zobacz adresy
help-sender-title = Wpisz w domenie, że ten serwer może wysyłać w jej imieniu
help-sender = Część ostatnich błędów to odrzucenie nadawcy. Odbiorcy zaglądają do wpisów w domenie (SPF i DKIM); dostawca hostingu pomoże je ustawić. Niech formularze wysyłają z adresu we własnej domenie, a adres odwiedzającego wstawiają w pole na odpowiedzi.
help-queue-title = Sprawdź, co czeka i na kogo
help-queue = Serwery odbiorców mogą być zajęte albo jeszcze nie ufać nowemu nadawcy. Postern sam próbuje ponownie; niczego nie trzeba wysyłać dwa razy.
help-queue-link = Oczekujące e-maile
help-provider-title = Zapytaj dostawcę hostingu
help-provider = Podaj mu witrynę, godzinę, odbiorcę i to, co wypisał skrypt testowy.
help-covers-title = Co obsługuje Postern
help-covers = Postern przyjmuje e-maile, które wysyłają skrypty witryny. To, co piszesz w programie pocztowym lub w poczcie przez przeglądarkę, i to, co do Ciebie przychodzi, idzie inną drogą i tu go nie widać.
