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
tokens-whose = Belongs to
# A token that was made on the command line, by nobody’s user.
tokens-of-machine = the machine
tokens-may = May
tokens-ends = Ends
tokens-ended = has ended
tokens-last = Last used
# $ago: 3 minutes ago; $address: where the request came from
tokens-last-from = { $ago }, from { $address }
tokens-action = Remove
tokens-none = There is no token
tokens-none-means = A program that uses the API needs one: a hosting panel, a monitoring system, a script.
tokens-add = Make a token
tokens-remove = Remove
tokens-remove-question = Remove the token { $name }?
tokens-remove-programs = Programs that use it are refused from now on.
tokens-remove-for-good = It cannot be brought back; a new one has another secret.
tokens-removed = The token { $name } was removed.

# --- the audit log ---
audit-lead = Who did what, newest first. Times are UTC.
audit-of-site-lead = Who did what with this site, newest first.
audit-who = Who
audit-what = What
audit-no-site = There is no site of this name. Of one that was removed nothing is found here.
audit-none = Nothing was done so far
audit-none-means = What people and the policy do from now on stands here.
by-provider = your hosting provider
# The name of one who runs the hosting.
by-operator = { $name }, operator
by-owner = { $name }, site owner
by-reader = { $name }, reader
# The name of a token of the API.
by-token = program { $name }
# An automatic rule; $name is its short English name.
by-policy = automatic rule { $name }
audit-block = stopped sending
audit-unblock = started sending
audit-purge = deleted all that waited
audit-stop = stopped a script or sender
audit-unstop = let a script or sender send again
audit-release = let waiting emails through
audit-delete = deleted waiting emails
audit-retry = tried waiting emails again
audit-site-add = added the site
audit-site-change = changed the site
audit-site-remove = removed the site
audit-login-set = set an SMTP login
audit-login-remove = removed an SMTP login
audit-login-link = made a login link
audit-show-as-owner = looked at the site as its owner does
audit-user-add = added a user
audit-user-change = changed a user
audit-user-remove = removed a user
audit-recovery-code = used a recovery code
audit-login = logged in
audit-session-end = ended a session
audit-token-add = made a token
audit-token-remove = removed a token

# --- a site: added, changed, removed ---
site-audit = Who did what
site-edit = Change the site
site-as-owner = See it as its owner does
site-as-owner-begun = You see { $site } as its owner does.
site-add-lead = A site is what is counted, stopped and limited: one hosting service, known by its uid, login or address.
site-added = The site { $site } was added. Its scripts can send now.
site-edit-title = Change { $site }
site-edit-lead = What is set here holds from the next email on.
site-changed = The site was changed.
site-unchanged = Nothing was different, so nothing was changed.
site-group-identity = How its mail is recognised
site-group-owner = For its owner
site-group-leaving = How its mail leaves
site-group-limits = Limits
site-name = Name
site-name-hint = Usually its domain: shop.example.org. It cannot be changed later.
site-uids = Unix uids
site-uids-hint = The users its scripts run as: 1001 1002
site-ranges = Client addresses
site-ranges-hint = One on each line: 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32
site-moves = Take them from the site that has them
site-moves-hint = Else a uid or address that is another site’s is refused.
site-report = Address for reports
site-report-hint = Where the report of the day before goes; empty: nowhere.
site-zone = Time zone
site-zone-hint = A name like Europe/Rome. Its day is what “today” counts.
site-domains = Sender domains
site-domains-hint = One on each line; the first completes addresses without a domain. Empty: the site’s name.
site-smarthosts = Smarthosts of its own
# $names: the names of the configuration
site-smarthosts-hint = In the order they are tried: { $names }. Empty: as for all sites.
site-no-smarthosts = The configuration names none; empty: as for all sites.
site-source = Address it leaves from
site-source-hint = An IP address of this machine; empty: the system chooses.
site-message-bytes = Largest email, in bytes
site-recipients = Recipients of one email
site-queued = Emails that may wait
site-queued-bytes = Bytes that may wait
site-bytes-hint = 10485760 is 10 MB.
site-logins = SMTP logins
site-no-logins = It has none.
site-login = Login
site-login-hint = Of a login that is there, this replaces the password.
site-login-button = Set the login
site-login-set = The login { $login } can be used now.
site-login-remove = Remove
site-login-removed = The login { $login } was removed.
site-fault-taken = There is a site of this name already.
site-fault-name = Use letters, digits, dashes and underscores, with single dots between them.
site-fault-uid = A uid is a number.
site-fault-number = Write a whole number.
site-fault-zero = This cannot be 0: no mail would be taken. To keep its mail back, stop the site.
site-fault-few-bytes = At least { $count } bytes are needed.
site-fault-bytes = At most { $count } bytes are possible.
site-fault-recipients = At most { $count } recipients are possible.
# $name is what was given.
site-fault-zone = There is no time zone { $name }.
site-fault-language = Choose one of the languages.
site-fault-domain = { $name } is no mail domain.
site-fault-address = { $name } is no address.
site-fault-range = { $name } is no address or range.
site-fault-smarthost = The configuration names no smarthost { $name }.
site-fault-source = { $name } is no IP address.
# $identity: uid 1001, range 192.0.2.0/24 or a login; $site: the site that has it
site-fault-identity = { $identity } belongs to { $site } already.
site-fault-overlaps = { $range } overlaps { $other } of { $site }: take that from there first.
site-fault-login = A login has 1 to 255 bytes and no control characters.
site-fault-password = A password has 8 to 255 bytes and no control characters.
site-remove = Remove the site
site-remove-lead = Its waiting emails are deleted, its history goes. To keep its mail back for a while, stop it instead.
site-remove-question = Remove { $site } for good?
site-remove-queue = { $count ->
    [0] No email is waiting.
    [one] The { $count } email that is waiting is deleted.
   *[other] The { $count } emails that are waiting are deleted.
}
site-remove-scripts = Its uids, addresses and logins are free at once: what its scripts send from now on is refused, or is another site’s.
site-remove-history = Its figures, emails in error and stories of emails are gone; the audit log stays.
site-remove-people = Users who had only this site see nothing any more; their accounts stay.
site-remove-name = Name of the site
# $site: the name
site-remove-hint = Type { $site } to confirm.
site-remove-not-it = This is not the site’s name. Nothing was removed.
site-removed = The site { $site } was removed.

# --- several sites at once ---
bulk-title = With several sites at once
bulk-which = Which sites
bulk-chosen = The ticked ones
bulk-all = { $count ->
    [one] The { $count } that fits
   *[other] All { $count } that fit
}
# What the box beside a site is called.
bulk-choose = Choose { $site }
bulk-none = No site was chosen. Tick some, or choose all that fit.
bulk-too-many = Others are under way. Wait until they are done.
bulk-reason-hint = It is shown on the overview of each of these sites.
# The names of the sites that are meant.
bulk-names = It is about { $names }.
bulk-names-more = { $count ->
    [one] It is about { $names } and { $count } more.
   *[other] It is about { $names } and { $count } more.
}
bulk-at-most = These are the first { $count } by name: more are not done at a time.
bulk-block-question = { $count ->
    [one] Stop sending for { $count } site?
   *[other] Stop sending for { $count } sites?
}
bulk-block-sites = { $count ->
    [0] None of them is sending.
    [one] { $count } site stops sending at once.
   *[other] { $count } sites stop sending at once.
}
bulk-block-mails = { $count ->
    [0] None of their emails is waiting now.
    [one] { $count } email that is waiting is kept back.
   *[other] { $count } emails that are waiting are kept back.
}
# $age: 3 days
bulk-block-new = What their scripts send from now on is accepted and kept, each email for { $age } at most.
bulk-block-nothing = { $count ->
    [one] { $count } is stopped already; there nothing changes, but a lock is set if you ask for it.
   *[other] { $count } are stopped already; there nothing changes, but a lock is set if you ask for it.
}
bulk-block-yes = { $count ->
    [one] Stop { $count } site
   *[other] Stop { $count } sites
}
bulk-unblock-question = { $count ->
    [one] Start sending for { $count } site?
   *[other] Start sending for { $count } sites?
}
bulk-unblock-sites = { $count ->
    [0] None of them is stopped.
    [one] { $count } site sends again.
   *[other] { $count } sites send again.
}
bulk-unblock-mails = { $count ->
    [0] None of their emails is waiting now.
    [one] { $count } email goes out.
   *[other] { $count } emails go out, each site’s oldest first.
}
bulk-unblock-nothing = { $count ->
    [one] { $count } is sending already; there nothing changes.
   *[other] { $count } are sending already; there nothing changes.
}
bulk-unblock-yes = { $count ->
    [one] Start { $count } site
   *[other] Start { $count } sites
}
bulk-purge-question = { $count ->
    [one] Delete all waiting emails of { $count } site?
   *[other] Delete all waiting emails of { $count } sites?
}
bulk-purge-sites = { $count ->
    [one] The waiting emails of { $count } site are deleted; if it was stopped, it sends again.
   *[other] The waiting emails of { $count } sites are deleted; those that were stopped send again.
}
bulk-purge-mails = { $count ->
    [0] No email is waiting now.
    [one] { $count } email is deleted.
   *[other] { $count } emails are deleted.
}
bulk-purge-nothing = { $count ->
    [one] For { $count } there is nothing to do.
   *[other] For { $count } there is nothing to do.
}
bulk-purge-yes = { $count ->
    [one] Delete them for { $count } site
   *[other] Delete them for { $count } sites
}
# So many sites of so many are done.
bulk-under-way = { $done } of { $total } are done. You may leave this page; it goes on.
bulk-ended = Done: { $done } of { $total }.
bulk-look-again = Look again
bulk-results = What it came to
bulk-gone = It was removed meanwhile.
bulk-failed = { $count ->
    [one] { $count } could not be done
   *[other] { $count } could not be done
}
bulk-failed-mark = Failed
bulk-refused = { $count ->
    [one] { $count } was refused
   *[other] { $count } were refused
}
bulk-refused-mark = Refused
bulk-changed = { $count ->
    [one] { $count } was changed
   *[other] { $count } were changed
}
bulk-changed-mark = Done
bulk-unchanged = { $count ->
    [one] { $count } was so already
   *[other] { $count } were so already
}
bulk-unchanged-mark = Nothing to do
