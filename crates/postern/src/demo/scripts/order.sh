#!/bin/sh
# The shop confirms an order:  sh order.sh CUSTOMER NUMBER
set -eu
. "$(dirname "$0")/../../demo.env"
export SCRIPT_FILENAME="$0"

"$SENDMAIL" --site shop.example.org -t -i -forders@shop.example.org <<END
From: Shop <orders@shop.example.org>
To: $1
Subject: Your order $2
Content-Type: text/plain; charset=UTF-8

Thank you for your order.

Reference: $2
.
The line above is a lone dot, as careless templates have it.
END
