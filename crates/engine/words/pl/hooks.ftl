# Webhooki: cudze programy, którym mówi się, co się tu dzieje.
nav-webhooks = Webhooki
hooks-lead = Programy powiadamiane od razu, gdy coś się dzieje z tą witryną: podpisanym żądaniem przez HTTPS.
hooks-lead-all = Programy powiadamiane od razu o tym, co się dzieje, ze wszystkich witryn lub z jednej: podpisanym żądaniem przez HTTPS.
hooks-none = Nie ma żadnego webhooka
hooks-none-means = Potrzebuje go program, który chce od razu wiedzieć, co się dzieje: strefa klienta, monitoring, czat.
hooks-show = Pokaż webhooki
hooks-add = Dodaj webhook
hooks-add-lead = Adres jest wywoływany za każdym razem, gdy coś się dzieje. Kto się nim zajmuje, znajdzie w dokumentacji, co jest wysyłane i jak sprawdzić podpis.
hooks-address = Adres
hooks-whose = Witryna
hooks-all-sites = wszystkie witryny
hooks-told = Powiadamiany o
hooks-everything = wszystkim
hooks-state = Stan
hooks-on = włączony
hooks-off = wyłączony
hooks-off-gone = wyłączony: odbiorca odpowiedział, że nie chce już nic (410)
hooks-waiting = { $count ->
    [one] { $count } zdarzenie czeka na przekazanie.
    [few] { $count } zdarzenia czekają na przekazanie.
    [many] { $count } zdarzeń czeka na przekazanie.
   *[other] { $count } zdarzeń czeka na przekazanie.
}
hooks-dropped = { $count ->
    [one] { $count } zdarzenia nie przekazano: zbyt wiele czekało albo webhook był wyłączony.
    [few] { $count } zdarzeń nie przekazano: zbyt wiele czekało albo webhook był wyłączony.
    [many] { $count } zdarzeń nie przekazano: zbyt wiele czekało albo webhook był wyłączony.
   *[other] { $count } zdarzeń nie przekazano: zbyt wiele czekało albo webhook był wyłączony.
}
hook-kind-state-changed = włączenie lub wyłączenie wysyłki
hook-kind-mail-failed = wiadomości z błędem
hook-kind-held-expiring = wstrzymane wiadomości wygasające w ciągu doby
hook-kind-report-sent = dzienne raporty błędów
hook-kind-test = próba

hooks-url = Adres
hooks-url-hint = Zaczyna się od https://
hooks-private = Może prowadzić do tej maszyny lub sieci prywatnej
hooks-private-hint = Wtedy możliwy jest też adres bez szyfrowania (http://). Jeśli ktoś inny zmieni adres, zgoda zostaje cofnięta.
hooks-active = Włączony
hooks-active-hint = Wyłączony: nic nie jest przekazywane, a to, co czeka, jest odrzucane.
hooks-fault-no-url = To nie jest adres internetowy. Wygląda on tak: https://hooks.example.org/postern
hooks-fault-too-long = Adres jest zbyt długi.
hooks-fault-user-info = Nazwa i hasło w adresie nie są wysyłane. Zamiast tego umieść tajne słowo w ścieżce.
hooks-fault-fragment = To, co w adresie stoi za #, nigdy nie jest wysyłane. Usuń to.
hooks-fault-clear-text = Adres musi zaczynać się od https://
hooks-fault-inside = { $address } to adres tej maszyny lub sieci prywatnej. Pozwolić na to może tylko ten, kto prowadzi hosting.
hooks-fault-kinds = Wybierz przynajmniej jedno.
hooks-fault-many = Liczba webhooków: { $count }, więcej być nie może. Usuń ten, który nie jest potrzebny.

hooks-made = Webhook jest gotowy
hooks-secret-lead = Tym sekretem odbiorca sprawdza, czy żądanie pochodzi stąd. Jest pokazany teraz i nigdy więcej.
hooks-to-hook = Do webhooka
hooks-title = Webhook
hooks-change = Zmień
hooks-save = Zapisz
hooks-changed = Webhook został zmieniony.
hooks-secret = Sekret
hooks-rotate = Utwórz nowy sekret
hooks-rotate-means = Jeśli ktoś inny może go znać, utwórz nowy. Przez dobę podpisują oba, aby spokojnie zmienić odbiorcę.
hooks-rotated = Webhook ma nowy sekret
hooks-rotated-lead = Przez dobę podpisuje też stary sekret. Nowy jest pokazany teraz i nigdy więcej.
hooks-old-secret = Stary sekret podpisuje też do { $until }.
hooks-test = Wyślij próbę
hooks-tested = Próba jest w drodze. Za chwilę dziennik pokaże odpowiedź.
hooks-remove-title = Usuń
hooks-remove = Usuń webhook
hooks-remove-question = Usunąć ten webhook?
hooks-remove-told = Nic mu już nie jest przekazywane.
hooks-remove-log = Jego dziennik i sekret znikają.
hooks-removed = Webhook został usunięty.

hooks-log = Ostatnie odpowiedzi
hooks-log-none = Dotąd nic nie przekazano.
hooks-event = Zdarzenie
hooks-answer = Odpowiedź
hooks-becomes = Stan
hooks-again = Wyślij ponownie
hooks-again-done = Zdarzenie jest znów w drodze.
hooks-again-gone = Tego zdarzenia nie ma już w dzienniku.
hooks-again-at = ponownie { $at }
hooks-in-line = czeka na wcześniejsze
hooks-taken = odebrane
hooks-given-up = zaniechane
hooks-took = { $count } ms

hook-trouble-no-such-name = nie ma hosta { $detail }
hook-trouble-name-servers = nie można ustalić adresu hosta: { $detail }
hook-trouble-no-address = host { $detail } nie ma adresu
hook-trouble-inside = host ma tylko adresy tej maszyny lub sieci prywatnej: { $detail }
hook-trouble-clear-text = { $detail } jest wywoływany bez szyfrowania, co wolno tylko w sieciach prywatnych
hook-trouble-no-connection = brak połączenia: { $detail }
hook-trouble-tls = nie uzgodniono szyfrowania: { $detail }
hook-trouble-certificate = certyfikat nie jest dobry: { $detail }
hook-trouble-no-roots = ta maszyna nie zna urzędów certyfikacji: trzeba zainstalować ca-certificates
hook-trouble-too-slow = nie było całej odpowiedzi w czasie (sekundy: { $detail })
hook-trouble-broke-off = połączenie zostało przerwane: { $detail }
hook-trouble-too-long = odpowiedź jest dłuższa niż { $detail } KiB
hook-trouble-redirect = odpowiedź prowadzi gdzie indziej ({ $detail }), za czym się nie idzie: zmień adres webhooka
hook-trouble-status = odpowiedź: { $detail }
hook-trouble-gone = odpowiedź { $detail }: odbiorca nie chce już nic, webhook jest wyłączony
hook-trouble-sealed = sekret zapieczętowano innym kluczem: utwórz nowy
hook-trouble-no-url = adresu nie można użyć: { $detail }

audit-webhook-add = dodano webhook
audit-webhook-change = zmieniono webhook
audit-webhook-remove = usunięto webhook
audit-webhook-off = wyłączono webhook
audit-webhook-send-again = wysłano ponownie zdarzenie webhooka
