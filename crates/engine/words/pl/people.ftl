# A user's own account: who they are, and what lets them in.
account-name = Nazwa
account-role = Rola
account-sites = Witryny
account-all-sites = wszystkie witryny
account-no-sites = brak
account-language = Język, w którym mówi Postern
account-browsers-language = język przeglądarki
account-language-save = Zapisz
# Shown to those who came by a link that is good for one site.
account-held = To wejście przez link albo widok tylko jednej witryny. Aby zobaczyć lub zmienić swoje hasło, sesje i tokeny API, wyloguj się i zaloguj nazwą użytkownika i hasłem.

account-password = Hasło
account-password-means = Kto je zna, może się zalogować na Twoje konto. Wybierz takie, którego nie używasz nigdzie indziej.
account-password-none = Twoje konto nie ma hasła: logujesz się z panelu klienta u swojego dostawcy hostingu albo linkiem do logowania. Jeśli chcesz mieć hasło, zapytaj dostawcę hostingu.
account-password-change = Zmień hasło
account-password-new = Nowe hasło
account-password-again = Nowe hasło jeszcze raz
account-password-ends = Wszędzie indziej nastąpi wylogowanie. Tokeny API działają dalej: usuń te, których nie znasz.
account-password-changed = Hasło zostało zmienione. Wszędzie indziej nastąpiło wylogowanie.
account-present = Obecne hasło
account-present-wrong = To nie jest obecne hasło.

# The code of an app on the phone that is asked for beside the password.
account-factor = Drugi krok przy logowaniu
account-factor-off = Wyłączony. Gdy jest włączony, do logowania oprócz hasła potrzebny jest kod z telefonu: samo skradzione hasło nie wystarczy.
account-factor-on = { $count ->
    [0] Włączony. Nie ma już żadnego kodu odzyskiwania: wyłącz drugi krok i włącz go ponownie, aby otrzymać nowe kody.
    [one] Włączony. Został { $count } kod odzyskiwania.
    [few] Włączony. Zostały { $count } kody odzyskiwania.
    [many] Włączony. Zostało { $count } kodów odzyskiwania.
   *[other] Włączony. Zostało { $count } kodu odzyskiwania.
}
account-factor-turn-on = Włącz drugi krok
account-factor-turn-off = Wyłącz drugi krok
account-factor-app = Zainstaluj na telefonie aplikację, która tworzy kody do logowania, jeśli jeszcze jej nie masz: większość menedżerów haseł też to potrafi.
account-factor-scan = Niech aplikacja odczyta ten obraz.
# What a screen reader says instead of the picture.
account-factor-picture = Kod QR z kluczem podanym niżej
account-factor-type = Jeśli nie może, wpisz w niej ten klucz:
account-factor-open = Otwórz w aplikacji na tym urządzeniu
account-factor-prove = Wpisz kod, który aplikacja pokazuje teraz, i swoje hasło.
account-factor-code-hint = Sześć cyfr, które zmieniają się co pół minuty.
account-factor-off-means = Potem do zalogowania wystarczą nazwa użytkownika i hasło, a kody odzyskiwania stracą ważność.
account-factor-gone = Drugi krok jest wyłączony.
account-codes-title = Drugi krok jest włączony
account-codes = Kody odzyskiwania
account-codes-means = Jeśli stracisz telefon, każdy z tych kodów odzyskiwania pozwoli zalogować się raz zamiast kodu z aplikacji. Wydrukuj je albo przechowuj w menedżerze haseł. Wszędzie indziej nastąpiło wylogowanie.
# Below something secret.
account-once = Teraz widać to po raz pierwszy i ostatni.
account-codes-kept = Kody są zapisane

account-sessions = Aktywne logowania
account-sessions-means = Wyloguj te, których nie znasz, a potem zmień hasło.
account-browser = Przeglądarka
# $browser is a name like Firefox, $system one like Windows or iPhone.
account-browser-on = { $browser }, { $system }
account-browser-unknown = nieznany program
account-address = Adres
account-began = Od kiedy
account-used = Ostatnio użyta
account-this = Ta przeglądarka
account-end = Wyloguj
account-end-others = Wyloguj wszędzie indziej
# Below the list, of which only the newest are shown.
account-sessions-more = { $count ->
    [one] { $count } starsze logowanie nie jest pokazane.
    [few] { $count } starsze logowania nie są pokazane.
    [many] { $count } starszych logowań nie jest pokazanych.
   *[other] { $count } starszego logowania nie jest pokazane.
}
account-session-ended = Ta przeglądarka jest wylogowana.
account-sessions-ended = Wszędzie indziej nastąpiło wylogowanie.
# Beside a session that sees one site only.
account-session-of = przez link, tylko dla { $site }

account-token = Token API
account-tokens = Tokeny API
account-tokens-means = Programy, które mają jeden z nich, działają w Twoim imieniu.
account-no-tokens = Brak tokenów API
account-no-tokens-means = Z tokenem API program może w Twoim imieniu oglądać e-maile Twoich witryn albo coś z nimi robić.
account-token-new = Nowy token API
account-token-name = Nazwa
account-token-name-hint = Do czego służy, aby łatwo go rozpoznać: „monitoring”.
account-token-name-wrong = Nadaj mu nazwę, która ma od 1 do { $longest } znaków.
# The role of a token: a column of a list, and a field.
account-token-may = Rola
account-token-sites = Tylko dla tych witryn
account-token-sites-hint = Jedna nazwa w wierszu. Puste: dla wszystkich Twoich witryn.
account-token-no-site = Jedna z nich nie należy do Twoich witryn. Sprawdź nazwy.
account-token-operator = Operator ma zawsze wszystkie witryny: zostaw to pole puste albo wybierz inną rolę.
account-token-too-many = Tokenów jest już tyle, ile może być. Usuń te, które nie są używane.
account-token-ends = Wygasa
account-token-endless = nigdy
account-token-over = wygasł
account-token-made-on = Utworzony
# $ago is how long ago, $address an internet address.
account-token-used-from = { $ago }, z { $address }
account-token-unused = nigdy
account-token-make = Utwórz token
account-token-made = Twój nowy token API
account-token-made-means = Programy wysyłają go z każdym zapytaniem. Jak, mówi dokumentacja API.
account-token-kept = Token jest zapisany
account-token-remove = Usuń
account-token-remove-question = Usunąć token API { $name }?
account-token-remove-means = Programy, które go mają, będą odtąd spotykać się z odmową. Nie da się go odzyskać.
# $used is how long ago it was used and from where, or never.
account-token-remove-used = Ostatnie użycie: { $used }.
account-token-removed = Token API { $name } został usunięty.
