#!/usr/bin/env python3
import subprocess
from email.message import EmailMessage

mail = EmailMessage()
# {{ words.note }}
mail['To'] = {{ words.to }}
mail['From'] = {{ words.from }}
mail['Subject'] = {{ words.subject }}
mail.set_content({{ words.text }})

sendmail = ['{{ sendmail }}', '-t', '-i']
if subprocess.run(sendmail, input=mail.as_bytes()).returncode == 0:
    print({{ words.taken }})
else:
    print({{ words.refused }})
