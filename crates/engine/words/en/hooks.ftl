# Webhooks: programs of others that are told what happens here.
nav-webhooks = Webhooks
hooks-lead = Programs that are told at once when something happens with this site: by a signed request over HTTPS.
hooks-lead-all = Programs that are told at once what happens, of all sites or of one: by a signed request over HTTPS.
hooks-none = There is no webhook
hooks-none-means = A program that wants to know at once what happens needs one: a customer area, a monitoring system, a chat.
hooks-show = Show webhooks
hooks-add = Add a webhook
hooks-add-lead = The address is asked each time something happens. Who looks after it finds what is sent, and how its signature is checked, in the documentation.
hooks-address = Address
hooks-whose = Site
hooks-all-sites = all sites
hooks-told = Told of
hooks-everything = everything
hooks-state = State
hooks-on = on
hooks-off = off
hooks-off-gone = off: the receiver answered that it wants no more (410)
hooks-waiting = { $count ->
    [one] { $count } event waits to be told.
   *[other] { $count } events wait to be told.
}
hooks-dropped = { $count ->
    [one] { $count } event was not told: too many waited, or the webhook was off.
   *[other] { $count } events were not told: too many waited, or the webhook was off.
}
hook-kind-state-changed = sending turned on or off
hook-kind-mail-failed = emails in error
hook-kind-held-expiring = held emails that expire within a day
hook-kind-report-sent = daily error reports
hook-kind-test = test

hooks-url = Address
hooks-url-hint = It begins with https://
hooks-private = May lead into this machine or a private network
hooks-private-hint = Then an address in clear text (http://) is possible, too. If somebody else changes the address, this is taken back.
hooks-active = On
hooks-active-hint = Off: nothing is told, and what waits is dropped.
hooks-fault-no-url = This is no web address. It looks like https://hooks.example.org/postern
hooks-fault-too-long = The address is too long.
hooks-fault-user-info = A name and a password in the address are not sent. Put a secret word into its path instead.
hooks-fault-fragment = What stands behind # in an address is never sent. Leave it away.
hooks-fault-clear-text = The address has to begin with https://
hooks-fault-inside = { $address } is an address of this machine or a private network. Only who runs the hosting can allow that.
hooks-fault-kinds = Choose at least one of these.
hooks-fault-many = There are { $count } webhooks already, more cannot be. Remove one that is not needed.

hooks-made = The webhook is there
hooks-secret-lead = With this secret the receiver checks that a request comes from here. It is shown now and never again.
hooks-to-hook = To the webhook
hooks-title = Webhook
hooks-change = Change
hooks-save = Save
hooks-changed = The webhook was changed.
hooks-secret = Secret
hooks-rotate = Make a new secret
hooks-rotate-means = If somebody else may know it, make a new one. For a day, what is told is signed with both, so that the receiver can be changed in peace.
hooks-rotated = The webhook has a new secret
hooks-rotated-lead = For a day, what is told is signed with the old secret as well. The new one is shown now and never again.
hooks-old-secret = The old secret signs as well until { $until }.
hooks-test = Send a test
hooks-tested = A test is on its way. In a moment the log shows what was answered.
hooks-remove-title = Remove
hooks-remove = Remove the webhook
hooks-remove-question = Remove this webhook?
hooks-remove-told = It is told nothing any more.
hooks-remove-log = Its log and its secret are gone.
hooks-removed = The webhook was removed.

hooks-log = The last answers
hooks-log-none = Nothing was told so far.
hooks-event = Event
hooks-answer = Answer
hooks-becomes = State
hooks-again = Send again
hooks-again-done = The event is on its way again.
hooks-again-gone = This event is not in the log any more.
hooks-again-at = again at { $at }
hooks-in-line = waits for those before it
hooks-taken = received
hooks-given-up = given up
hooks-took = { $count } ms

hook-trouble-no-such-name = there is no host { $detail }
hook-trouble-name-servers = the address of the host cannot be looked up: { $detail }
hook-trouble-no-address = the host { $detail } has no address
hook-trouble-inside = the host has only addresses of this machine or a private network: { $detail }
hook-trouble-clear-text = { $detail } is asked in clear text, which is allowed in private networks only
hook-trouble-no-connection = no connection: { $detail }
hook-trouble-tls = encryption could not be agreed on: { $detail }
hook-trouble-certificate = the certificate is not good: { $detail }
hook-trouble-no-roots = this machine knows no certificate authorities: ca-certificates has to be installed
hook-trouble-too-slow = there was no whole answer within { $detail } seconds
hook-trouble-broke-off = the connection broke off: { $detail }
hook-trouble-too-long = the answer is longer than { $detail } KiB
hook-trouble-redirect = the answer leads elsewhere ({ $detail }), which is not followed: change the address of the webhook
hook-trouble-status = answered { $detail }
hook-trouble-gone = answered { $detail }: the receiver wants no more, the webhook is off
hook-trouble-sealed = the secret was sealed with another key: make a new one
hook-trouble-no-url = the address cannot be used: { $detail }

audit-webhook-add = added a webhook
audit-webhook-change = changed a webhook
audit-webhook-remove = removed a webhook
audit-webhook-off = turned a webhook off
audit-webhook-send-again = sent an event of a webhook again
