# The pages of those who run the hosting: all sites, next hops, health, users, tokens, the audit log. Their readers know
# mail; words may be exact.

# --- all sites ---
sites-search = Part of the name
sites-red-only = Stopped only
# In what order the list is.
sites-by = Order of the list
sites-by-failed = Most errors
sites-by-queued = Most waiting
sites-by-sent = Most sent
sites-by-name = By name
sites-failed = In error
sites-queued = Waiting
sites-sent = Sent
sites-last-mail = Last email
sites-no-mail = none so far
# What part of all sites’ figure is this site’s; $share is a number with its sign: 12 %.
sites-share = { $share } of all
sites-red-count = { $count ->
    [0] none is stopped
    [one] { $count } is stopped
   *[other] { $count } are stopped
}
sites-failed-share = { $share } of what left or failed
sites-now = now, of all kinds
sites-since = since yesterday
sites-counted = Sent and in error are counted since yesterday, waiting is now.
sites-none = There is no site yet
sites-none-means = Add the first one here, or many at once with postern site import.
sites-none-fit = No site fits
sites-none-fit-means = Look for another part of the name, or show all of them.
site-add = Add a site

# --- next hops: the servers mail goes to next ---
hops-lead = The servers mail goes to next, those in trouble first. What waits is counted as far as it is due and in memory.
# Attempts that are made at this moment, of at most so many.
hops-attempts = { $count ->
    [one] { $count } attempt is being made now, of at most { $most }.
   *[other] { $count } attempts are being made now, of at most { $most }.
}
hops-search = Domain or smarthost
hops-hop = Next hop
hops-waiting = Due and waiting
# $ago: 3 minutes ago
hops-oldest = oldest due { $ago }
hops-running = Under way
# Attempts under way, and how many may be at once now.
hops-of-slots = { $running } of { $slots }
hops-most = { $count } at the very most
hops-failure = Last failure
hops-more = { $count ->
    [one] { $count } more is not shown. Look for a part of its name.
   *[other] { $count } more are not shown. Look for a part of the name.
}
hops-none = No next hop is in use
hops-none-means = Since Postern was started, no mail was to be delivered.
hops-none-fit = No next hop fits
hops-none-fit-means = Only those are known that mail was delivered to since Postern was started.
hop-answers = Answers
# It failed now and then: fewer attempts at once.
hop-slowed = Slowed down
# It failed: nothing is begun until it is asked again.
hop-paused = Paused
# It failed so often in a row that mail for it is put off without being tried.
hop-dead = Does not answer
# $when: 3 minutes ago; $count failures in a row.
hop-failing = { $count ->
    [0] Trouble began { $when }.
    [one] Trouble began { $when }, { $count } failure in a row.
   *[other] Trouble began { $when }, { $count } failures in a row.
}
# $when: in 20 seconds
hop-again = Asked again { $when }.

# --- health: how the daemon stands ---
health-accepts = Mail is accepted
health-accepts-means = What scripts hand over is stored before it is acknowledged, then delivered.
health-refuses = No mail is accepted
# $reserve: 1.0 GB
health-refuses-means = The disk has no room beyond the { $reserve } that are kept free for deliveries, actions and deletions. Give space back, or purge a site that has much waiting; senders try again meanwhile.
health-queue = What waits
health-queued = Waiting, all sites
health-deferred = of these tried before
# Since when the mail is due that waits longest for its turn, and of which site.
health-oldest = Oldest that is due
health-oldest-none = nothing that is due waits
health-store = Store
health-commits = Writes in the last five minutes
health-commits-none = none
health-p50 = Half of them took at most
health-p99 = 99 of 100 took at most
health-longest = The longest took
# A span in milliseconds.
health-millis = { $number } ms
health-database = Database
health-bodies = Stored emails
# Rows of purged or old mail whose space is given back in the background.
health-reclaim = Rows still to be given back
health-disk = Disk
health-room = Room for new mail
health-reserve = Kept free beside it
health-disk-all = All of the disk
# Where the sendmail command leaves mail while the daemon is away.
health-drop = Drop directory
health-drop-none = off
health-drop-files = Emails that wait there
health-drop-bytes = Their size
health-drop-oldest = The oldest
# Files that are nobody’s or cannot be read.
health-drop-aside = Set aside
health-drop-over = Uids with more than one may have
health-program = Program
health-host = Calls itself
health-version = Version
health-started = Started
health-smtp = Takes SMTP at
health-web = Takes HTTP at
health-closed = nowhere

# --- a role and its sites, in the forms of users and tokens ---
grant-role = Role
grant-all = All sites, also those added later
grant-all-hint = Whoever runs the hosting has all of them in any case.
grant-sites = Sites
grant-sites-hint = Their names, one on each line. Leave it empty with all sites.
grant-no-role = Choose a role.
grant-all-and-some = Either all sites, or the names of some: not both.
# $names: names of sites that were given
grant-no-site = There is no site of this name: { $names }
grant-nothing = Name at least one site, or choose all of them.
grant-of-all = all sites
grant-of-none = no site any more
# $names: three names
grant-of-more = { $names } and { $count } more

# --- users ---
users-name = User
users-role = Role
users-sites = Sites
users-comes-in = Logs in
users-by-link = by login link only
users-by-password = with a password
users-by-password-and-code = with a password and a code
users-last-login = Last login
users-never = never
users-none = There is no user yet
users-none-means = Whoever should see the panel needs one. The one at the machine itself needs none.
users-add = Add a user
users-add-lead = Somebody who logs in here: an owner of sites, a colleague, or a customer whom another panel hands over.
users-language-browser = As their browser asks
# $least says how long a password has to be.
users-password-hint = { $least } Without one, the user comes in by login links only.
users-added = User { $name } was added.
users-added-at = Added on
users-recovery-codes = Recovery codes left
users-back = Back to the user
users-link = Login link
users-link-site = Only this site (optional)
users-link-hint = For a user of several sites: the session then shows this one alone.
users-link-make = Make a login link
users-link-no-site = There is no such site.
users-link-not-theirs = The user has not got that site.
users-link-no-panel = The panel has no address of its own: set web.listen in the configuration.
users-link-title = A login link for { $name }
# $span: 60 seconds
users-link-lead = Whoever opens it and presses the button is logged in as this user, without a password. It is good once and for { $span }, and is shown here only.
users-sessions = Logged in now
users-no-sessions = Nowhere.
users-session-began = Began
users-session-last = Last seen
users-session-from = From
users-session-end = End it
users-end = End this session
users-end-all = End all sessions
users-sessions-ended = The user was logged out.
users-change = Role, sites, language
users-many-sites = This user has more sites than a form can list. Change them with postern user set.
users-save = Save
users-changed = The user was changed.
users-password = Password and second factor
users-new-password = New password
users-new-password-hint = At least { $shortest } characters. The user is logged out everywhere.
users-password-button = Set the password
users-password-set = The password was set, and the user logged out everywhere else.
users-factor-question = Take the second factor of { $name } away?
users-factor-off = The password alone is enough to log in, until the user sets up a new second factor.
users-factor-yes = Take the second factor away
users-factor-done = The second factor was taken away.
users-remove-title = Remove this user
users-remove-question = Remove the user { $name }?
users-remove-sessions = Sessions, tokens and login links of the user end at once.
users-remove-sites = The sites stay as they are, and so does what the user did in the audit log.
users-remove-yes = Remove the user
users-removed = User { $name } was removed.
users-this-is-you = This is your own account.

# --- tokens ---
tokens-name = Name
tokens-name-hint = What it is for: the program, or the machine it runs on.
tokens-name-wrong = A name has 1 to 64 characters that can be seen.
tokens-too-many = There are as many tokens as there may be. Remove one that is not used.
tokens-more-than-own = Nobody gives more than they have: choose a smaller role, or sites of your own.
tokens-whose = Belongs to
# A token that was made on the command line, by nobody’s user.
tokens-of-machine = the machine
tokens-may = May
tokens-ends = Ends
tokens-ends-hint = At the end of this day (UTC). Empty: never.
tokens-ends-past = Choose a day that is not over.
tokens-ended = has ended
tokens-last = Last used
# $ago: 3 minutes ago; $address: where the request came from
tokens-last-from = { $ago }, from { $address }
tokens-action = Remove
tokens-none = There is no token
tokens-none-means = A program that uses the API needs one: a hosting panel, a monitoring system, a script.
tokens-add = Make a token
tokens-lead = What a program comes in with, to do by the API what you do here.
tokens-made = The token { $name }
tokens-made-lead = Copy it now: it is shown here and never again. Whoever has it may do what it allows.
tokens-back = To all tokens
tokens-remove = Remove
tokens-remove-question = Remove the token { $name }?
tokens-remove-programs = Programs that use it are refused from now on.
tokens-remove-for-good = It cannot be brought back; a new one has another secret.
tokens-removed = The token { $name } was removed.
