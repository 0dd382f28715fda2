# Emails that Postern writes to the owner of a site: the report of a day, and warnings. What failures mean, and what to do
# in each state, stands in state.ftl and mail.ftl.

# --- below each of them; $site is the name of a site, $address an email address ---
letter-auto = Postern napisał ten e-mail sam. Nikt nie czyta odpowiedzi.
letter-why-report = Przychodzi na { $address }, adres do raportów witryny { $site }, rano po dniu, w którym jakiś e-mail nie doszedł.
letter-why-notice = Przychodzi na { $address }, adres do raportów witryny { $site }.
letter-why-operator = Przychodzi na { $address }, ponieważ witryna { $site } nie ma adresu do raportów.
letter-off = Nie wysyłaj więcej takich e-maili
# Where there is no link: $field is a field of the page $page.
letter-off-nowhere = Aby ich nie otrzymywać, opróżnij pole „{ $field }” na stronie „{ $page }” w panelu swojego dostawcy hostingu.
letter-open = Otwórz { $site }

# --- the report of a day ---
report-subject = { $count ->
    [one] { $site }: { $count } e-mail nie doszedł ({ $day })
    [few] { $site }: { $count } e-maile nie doszły ({ $day })
    [many] { $site }: { $count } e-maili nie doszło ({ $day })
   *[other] { $site }: { $count } e-maila nie doszło ({ $day })
}
report-title = { $count ->
    [one] { $count } e-mail nie doszedł
    [few] { $count } e-maile nie doszły
    [many] { $count } e-maili nie doszło
   *[other] { $count } e-maila nie doszło
}
report-lead = { $day }: nie wszystkie e-maile witryny { $site } doszły. Oto dlaczego i co pomoże.
report-sent = Doręczone
report-failed = Z błędem
# Reports of a failure that came after the receiver’s server had taken the email.
report-late = Zwrócone po doręczeniu
report-held = Wstrzymane
report-purged = Usunięte
report-list = E-maile
report-list-part = Najnowsze e-maile ({ $shown } z { $count })
report-more = Zobacz wszystkie błędy tego dnia
report-more-nowhere = Wszystkie są w panelu Twojego dostawcy hostingu, na stronie „{ $page }”: wybierz tam dzień { $day }.

# --- emails that are kept back are given up soon ---
held-goes-subject = { $count ->
    [one] { $site }: { $count } wstrzymany e-mail wkrótce przepadnie
    [few] { $site }: { $count } wstrzymane e-maile wkrótce przepadną
    [many] { $site }: { $count } wstrzymanych e-maili wkrótce przepadnie
   *[other] { $site }: { $count } wstrzymanego e-maila wkrótce przepadnie
}
held-goes-title = { $count ->
    [one] { $count } wstrzymany e-mail wkrótce przepadnie
    [few] { $count } wstrzymane e-maile wkrótce przepadną
    [many] { $count } wstrzymanych e-maili wkrótce przepadnie
   *[other] { $count } wstrzymanego e-maila wkrótce przepadnie
}
held-goes-when = { $count ->
    [one] Przepadnie { $moment }.
   *[other] Pierwszy przepadnie { $moment }, ostatni najpóźniej { $last }.
}
# $class is the name of a kind of error.
held-goes-why = E-maile są wstrzymywane najwyżej przez: { $age }. Potem każdy kończy się błędem („{ $class }”).
held-goes-green = Wysyłka jest włączona, ale niektóre skrypty lub nadawcy tej witryny są zatrzymani.
held-goes-unblock = Wznów wysyłkę: to, co wstrzymane, zostanie wysłane.
held-goes-unstop = Pozwól skryptowi lub nadawcy znów wysyłać: jego wstrzymane e-maile zostaną wysłane.
held-goes-release = Albo przepuść pojedyncze e-maile.
held-goes-delete = Albo usuń to, co nie powinno zostać wysłane.

# --- sending was stopped, started again, or what waited was deleted; $state is one of the sentences on a state ---
state-changed-subject = { $site }: { $state }
state-changed-list = Co zostało zrobione

# --- an email failed, and none had for a month ---
first-failure-subject = { $site }: e-mail nie doszedł
first-failure-title = E-mail nie doszedł
# $span is a number of days.
first-failure-lead = Przez { $span } żaden e-mail witryny { $site } nie zakończył się błędem. To pierwszy błąd od tego czasu.

# --- the page that ends these emails ---
off-title = Raporty i ostrzeżenia
off-lead = Raporty i ostrzeżenia o witrynie { $site } przychodzą na { $address }.
off-button = Nie wysyłaj ich więcej
off-done = Od teraz raporty i ostrzeżenia o witrynie { $site } nie przychodzą na { $address }. Kto ma witrynę, może znów podać adres na stronie „{ $page }”.
off-over = Ten link zrobił już swoje albo nigdy nie działał: na jego adres nie przychodzą raporty.
