# What every page has: the frame, the navigation, the pages of one form, and pages that say what went wrong.

# Stands in the browser's tab.
title = { $title } · Postern
title-of-site = { $title } · { $site } · Postern
skip = Skip to the content
menu = Menu
menu-close = Close
all-sites = All sites
# The heading above the pages of those who run the hosting.
operate = Hosting
# The last line of each page.
covers = Postern covers the emails that your site’s scripts send: contact forms, orders, newsletters. Your mailboxes are not part of it.

nav-overview = Overview
nav-errors = Emails in error
# The story of one email, found by its recipient, sender or subject.
nav-trace = Find an email
nav-queue = Waiting emails
nav-scripts = Scripts
nav-test = Send a test
nav-settings = Settings
nav-help = Nothing arrives?
nav-sites = Sites
nav-users = Users
nav-tokens = API tokens
# The servers mail goes to next.
nav-hops = Next hops
nav-health = Health
nav-audit = Audit log

# Read to those who cannot see it, before the user's name.
account-of = Account of
account = Your account
language = Language
log-out = Log out
role-operator = Runs the hosting
role-owner = Site owner
role-reader = May look, not change
as-owner-label = How you see this
as-owner = You see this site as its owner does.
as-owner-leave = Back to your own view

cancel = Cancel
pages = Pages of the list
pages-first = Back to the beginning
pages-next = Show more
# The form above a list: what is looked for.
filter-any = All
filter-apply = Search
filter-clear = Show all
filter-from = From (day)
filter-to = Until (day)
filter-no-day = Write the day like 2026-03-29.
# On the button that copies a piece of code, and on it after that.
copy = Copy
copied = Copied

login-title = Log in
login-lead = See and control the emails your sites send.
login-name = User name
login-password = Password
login-button = Log in
login-help = You have no password? Open Postern from your hosting provider’s customer area, or ask your hosting provider for a login link.
login-wrong = Name or password is not right. Try again, or ask your hosting provider for a login link.
# $span is a time in words: 40 seconds.
login-wait = Too many attempts. Try again in { $span }.
link-title = Welcome
link-lead = This link logs you in, once.
link-button = Open Postern
link-over = This link was used already, or is too old. Ask for a new one where you got it.
link-to-login = Log in with a password
code-title = One more step
code-lead = Open the app that makes your login codes.
code-label = Code
code-hint = The six digits the app shows now, or one of your recovery codes.
code-button = Log in
code-wrong = This code is not right, or too old. Enter the one the app shows now.
setup-title = Set up Postern
setup-lead = Choose the name and password of the first operator, who sees and may do everything.
setup-name-hint = Lower-case letters, digits and . _ - @ +
setup-password-hint = At least { $shortest } characters. A few words in a row are easy to remember and hard to guess.
setup-again = Password once more
setup-again-wrong = The two passwords are not the same. Type it twice.
setup-over = This link does not work any more: Postern is set up already, or the link is too old.
user-name-wrong = Use lower-case letters, digits and . _ - @ + for the name, beginning with a letter or a digit.
user-name-taken = There is a user of this name already.
password-length-wrong = A password has { $least } to { $most } characters.
password-is-name = The password must not be the name.
password-control = The password has a character that cannot be typed everywhere.
setup-button = Begin

to-start = To the start page
# For those who report a problem. $code is a short English word, $moment a date and time.
trouble-reference = Reference: { $code }, { $moment } UTC
trouble-bad-request-title = This address does not work
trouble-bad-request-what = The page was asked for something it does not know.
trouble-bad-request-next = Go back and try it again from the page you came from.
trouble-not-allowed-title = You may not do this
trouble-not-allowed-what = Your account may look at this site, but not change it. Nothing was changed.
trouble-not-allowed-next = Ask the owner of the site, or your hosting provider.
trouble-not-found-title = There is no such page
trouble-not-found-what = The address is wrong, or what was there is gone.
trouble-not-found-next = Check the address, or begin at the start page.
trouble-too-slow-title = This took too long
trouble-too-slow-what = The connection was too slow, or there was too much to do. What had begun goes on.
trouble-too-slow-next = Look at the site’s overview before you try again.
trouble-conflict-title = This cannot be done now
trouble-conflict-what = The site is not in a state that allows it; perhaps someone else was faster. Nothing was changed.
trouble-conflict-next = Look at the site’s overview: it says what is possible and why.
trouble-too-many-title = Too much at once
trouble-too-many-what = There were too many requests in a short time.
trouble-too-many-next = Wait a minute, then try again.
trouble-unavailable-title = Postern is not ready
trouble-unavailable-what = It cannot answer at the moment. Emails that were accepted are safe.
trouble-unavailable-next = Try again in a few minutes. If it stays like this, tell your hosting provider.
trouble-failed-title = Something went wrong
trouble-failed-what = The mistake is ours, not yours. Emails that were accepted are safe.
trouble-failed-next = Try again. If it happens again, tell your hosting provider, with the reference below.
trouble-stale-form-title = This form is too old
trouble-stale-form-what = You logged in again after the page was opened, or it was open for very long. Nothing was changed.
trouble-stale-form-next = Go back, load the page again, and repeat it.
