#!/bin/sh
# The newsletter goes to addresses nobody has looked at for years:  sh newsletter.sh READER NUMBER
set -eu
. "$(dirname "$0")/../../demo.env"
export SCRIPT_FILENAME="$0"

"$SENDMAIL" --site broken.example.org -t -i -fnews@broken.example.org <<END
From: news@broken.example.org
To: $1
Subject: News $2
MIME-Version: 1.0
Content-Type: text/html

<html><body><p>News!</p><p>Reference: $2</p></body></html>
END
