#!/bin/sh
# The contact form sends its visitor a copy, to whatever address the visitor typed. Bots love that.
#   sh contact.sh VISITOR NUMBER
set -eu
. "$(dirname "$0")/../../demo.env"
export SCRIPT_FILENAME="$0"

"$SENDMAIL" --site contact.example.org -t -i -fform@contact.example.org <<END
From: form@contact.example.org
To: $1
Subject: Your message to us

You wrote to us:

> Hello!

We shall answer soon.

Reference: $2
END
