# A user's own account: who they are, and what lets them in.
account-name = Name
account-role = Role
account-sites = Sites
account-all-sites = all sites
account-no-sites = none
account-language = Postern speaks to you in
account-browsers-language = the language of your browser
account-language-save = Save
# Shown to those who came by a link that is good for one site.
account-held = You came by a link, or look at one site only. To see or change your password, sessions and API tokens, log out and log in with your name and password.

account-password = Password
account-password-means = Whoever knows it can log in as you. Use one that you use nowhere else.
account-password-none = You have no password: you come in from your hosting provider’s customer area or by a login link. If you want one, ask your hosting provider.
account-password-change = Change password
account-password-new = New password
account-password-again = New password once more
account-password-ends = Wherever else you are logged in, you are logged out. API tokens go on working: remove those you do not know.
account-password-changed = Your password is changed. You are logged out everywhere else.
account-present = Present password
account-present-wrong = This is not your present password.

# The code of an app on the phone that is asked for beside the password.
account-factor = Second step at the login
account-factor-off = Off. With it, logging in takes a code of your phone beside the password: a stolen password alone is not enough.
account-factor-on = { $count ->
    [0] On. You have no recovery code left: turn it off and on again to get new ones.
    [one] On. You have { $count } recovery code left.
   *[other] On. You have { $count } recovery codes left.
}
account-factor-turn-on = Turn on the second step
account-factor-turn-off = Turn off the second step
account-factor-app = Install an app that makes login codes on your phone, if you have none: most password managers do, too.
account-factor-scan = Let the app read this picture.
# What a screen reader says instead of the picture.
account-factor-picture = QR code with the key below
account-factor-type = If it cannot, type this key into the app:
account-factor-open = Open in an app on this device
account-factor-prove = Enter the code the app shows now, and your password.
account-factor-code-hint = Six digits that change every half minute.
account-factor-off-means = After that, your name and password are enough to log in, and your recovery codes are worth nothing.
account-factor-gone = The second step is off.
account-codes-title = The second step is on
account-codes = Recovery codes
account-codes-means = If you lose your phone, each of these recovery codes lets you in once instead of the app’s code. Print them, or keep them in a password manager. You are logged out everywhere else.
# Below something secret.
account-once = This is shown now and never again.
account-codes-kept = I have kept them

account-sessions = Where you are logged in
account-sessions-means = End what you do not know, then change your password.
account-browser = Browser
# $browser is a name like Firefox, $system one like Windows or iPhone.
account-browser-on = { $browser } on { $system }
account-browser-unknown = unknown program
account-address = Address
account-began = Since
account-used = Last used
account-this = This one
account-end = Log out
account-end-others = Log out everywhere else
# Below the list, of which only the newest are shown.
account-sessions-more = { $count ->
    [one] { $count } older login is not shown.
   *[other] { $count } older logins are not shown.
}
account-session-ended = That browser is logged out.
account-sessions-ended = You are logged out everywhere else.
# Beside a session that sees one site only.
account-session-of = by a link, for { $site } only

account-token = API token
account-tokens = API tokens
account-tokens-means = Programs that have one of these act in your name.
account-no-tokens = No API tokens
account-no-tokens-means = With an API token, a program can see your sites’ emails, or act on them, in your name.
account-token-new = New API token
account-token-name = Name
account-token-name-hint = What it is for, so that you know it again: “monitoring”.
account-token-name-wrong = Give it a name of 1 to { $longest } characters.
# The role of a token: a column of a list, and a field.
account-token-may = Role
account-token-sites = Only for these sites
account-token-sites-hint = One name a line. Empty: for all of your sites.
account-token-no-site = One of these is not among your sites. Check the names.
account-token-operator = Who runs the hosting has all sites: leave this empty, or choose another role.
account-token-too-many = You have as many tokens as are possible. Remove some that are not used.
account-token-ends = Ends
account-token-endless = never
account-token-over = it has ended
account-token-made-on = Made on
# $ago is how long ago, $address an internet address.
account-token-used-from = { $ago }, from { $address }
account-token-unused = never
account-token-make = Make the token
account-token-made = Your new API token
account-token-made-means = Programs send it with each request. How, the API’s documentation says.
account-token-kept = I have kept it
account-token-remove = Remove
account-token-remove-question = Remove the API token { $name }?
account-token-remove-means = Programs that have it are refused from then on. It cannot be brought back.
# $used is how long ago it was used and from where, or never.
account-token-remove-used = It was last used: { $used }.
account-token-removed = The API token { $name } is removed.
