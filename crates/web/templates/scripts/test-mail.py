#!/usr/bin/env python3
import subprocess
from email.message import EmailMessage

mail = EmailMessage()
# {{ words.note }}
mail['To'] = {{ words.to }}
mail['From'] = {{ words.from }}
mail['Subject'] = {{ words.subject }}
mail.set_content({{ words.text }})
sendmail = subprocess.run(['{{ sendmail }}', '-t', '-i'], input=mail.as_bytes())
print({{ words.taken }} if sendmail.returncode == 0 else {{ words.refused }})
