#!/bin/sh
# A customer has forgotten the password:  sh password-reset.sh CUSTOMER NUMBER
set -eu
. "$(dirname "$0")/../../demo.env"
export SCRIPT_FILENAME="$0"

"$SENDMAIL" --site shop.example.org -t -i -faccounts@shop.example.org <<END
From: accounts@shop.example.org
To: $1
Bcc: audit@shop.example.org
Subject: Zurücksetzen Ihres Passworts

Somebody, we hope you, asked for a new password.

https://shop.example.org/reset/$2-$$

Reference: $2
END
