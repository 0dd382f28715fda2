# Polish. Impersonal, without “Pan/Pani”: imperatives (“Wpisz”, “Sprawdź”); no gendered past forms. Glossary, kept to in all files:
# email: e-mail (e-maile, e-maili) · site: witryna · its owner: właściciel · operator: operator · user: użytkownik
# script: skrypt · sender: nadawca · form: formularz · hosting provider: dostawca hostingu
# recipient: odbiorca · receiver: serwer odbiorcy, or odbiorca · mailbox: skrzynka · spam: spam
# waiting emails, queue: oczekujące e-maile · to wait: czekać
# sending: wysyłka · block: zatrzymać wysyłkę (zatrzymana) · unblock: wznowić wysyłkę · is on: działa
# lock: zablokować, blokada · purge: usunąć oczekujące e-maile, wysyłka działa dalej
# held, kept back: wstrzymany · let through, release: przepuścić · try again: spróbować ponownie, ponowić
# in error: z błędem · failures, errors: błędy · refused: odrzucony · accepted, taken: przyjęty
# hand over: przekazać · deliver: dostarczyć · goes out: zostanie wysłany · given up: przepada
# reason: powód · overview: przegląd · history: historia · log in, out: zalogować się, wylogować się
# login link: link do logowania · recovery code: kod odzyskiwania · next hop: serwer docelowy · drop directory: katalog zrzutu
# Spans stand in the accusative (1 sekundę), as they follow “za”, “w”, “przez”, “nie dłużej niż” or precede “temu”: never show
# one without such a word.

# How numbers, dates and spans are written.
percent = { $number }%
date = { $day } { $month } { $year }
date-short = { $day } { $month }
moment = { $day }, { $clock }
month-1 = sty
month-2 = lut
month-3 = mar
month-4 = kwi
month-5 = maj
month-6 = cze
month-7 = lip
month-8 = sie
month-9 = wrz
month-10 = paź
month-11 = lis
month-12 = gru
seconds = { $count ->
    [one] { $count } sekundę
    [few] { $count } sekundy
    [many] { $count } sekund
   *[other] { $count } sekundy
}
minutes = { $count ->
    [one] { $count } minutę
    [few] { $count } minuty
    [many] { $count } minut
   *[other] { $count } minuty
}
hours = { $count ->
    [one] { $count } godzinę
    [few] { $count } godziny
    [many] { $count } godzin
   *[other] { $count } godziny
}
days = { $count ->
    [one] { $count } dzień
    [few] { $count } dni
    [many] { $count } dni
   *[other] { $count } dnia
}
just-now = przed chwilą
span-ago = { $span } temu
in-span = za { $span }
