# The settings of a site.
settings-report = Adres do raportów
settings-report-hint = Na ten adres przychodzą raporty i ostrzeżenia o tej witrynie. Zostaw puste, aby ich nie otrzymywać.
settings-report-wrong = To nie jest adres e-mail. Wpisz go tak jak name@example.net albo zostaw pole puste.
settings-language = Język raportów
settings-language-hint = W tym języku są e-maile, które pisze do Ciebie Postern, i testowe e-maile.
settings-language-wrong = Postern nie zna tego języka. Wybierz jeden z listy.
settings-zone = Strefa czasowa
settings-zone-hint = Zacznij wpisywać miasto i wybierz z listy. Według niej liczy się „dziś” i wszystkie godziny tej witryny.
# $clock is a time of day, by the time zone that is saved.
settings-clock = Według zapisanej jest teraz { $clock }.
settings-zone-wrong = Nie ma takiej strefy czasowej. Wybierz jedną z listy, na przykład Europe/Warsaw.
settings-notices = Powiadamiaj mnie
# One kind of message: emails that are kept back because sending is stopped are given up after some days.
notice-held-mail-goes = gdy wstrzymane e-maile mają wkrótce przepaść
notice-held-mail-goes-means = Dzień przed tym, jak przepadnie pierwszy, gdy jest jeszcze czas go przepuścić.
notice-state-changed = gdy wysyłka zostaje zatrzymana lub wznowiona albo czekające e-maile zostają usunięte
notice-state-changed-means = Kto to zrobił, dlaczego i co robić dalej.
notice-first-failure = gdy e-mail nie dojdzie po miesiącu bez błędów
notice-first-failure-means = Od razu, bez czekania na raport dnia.
settings-save = Zapisz
settings-saved = Ustawienia zostały zapisane.
settings-unchanged = Nic nie zostało zmienione.

# --- what the operator set ---
settings-fixed = Ustawione przez dostawcę hostingu
settings-fixed-lead = Zapytaj dostawcę hostingu, jeśli coś z tego powinno być inne.
settings-may-look = Twoje konto pozwala tu wszystko oglądać, ale niczego nie zmieniać.
settings-domains = Domeny nadawców
# How Postern knows that an email is of this site.
settings-identities = Po czym jest rozpoznawana
# $uid is the number of a user of the server’s system.
settings-uid = Użytkownik systemu { $uid }
settings-login = Login SMTP { $login }
settings-range = Adres { $range }
settings-limits = Limity
# $size is a size like 10 MB.
settings-limit-size = { $size } na e-mail
settings-limit-recipients = { $count ->
    [one] { $count } odbiorca na e-mail
    [few] { $count } odbiorców na e-mail
    [many] { $count } odbiorców na e-mail
   *[other] { $count } odbiorcy na e-mail
}
settings-limit-queued = { $count ->
    [one] { $count } oczekujący e-mail
    [few] { $count } oczekujące e-maile
    [many] { $count } oczekujących e-maili
   *[other] { $count } oczekującego e-maila
}
settings-limit-queued-size = { $size } oczekujących e-maili
settings-since = Dodana
settings-none = brak
# At the end of a list of which only the beginning is shown.
settings-more = i jeszcze { $count }
