const { spawnSync } = require('node:child_process');

// {{ words.note }}
const to = {{ words.to }};
const from = {{ words.from }};
const subject = {{ words.subject }};
const text = {{ words.text }};

const mail = `To: ${to}
From: ${from}
Subject: ${subject}
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

${text}
`;
const sendmail = spawnSync('{{ sendmail }}', ['-t', '-i'], {
  input: mail,
  stdio: ['pipe', 'inherit', 'inherit'],
});
if (sendmail.status === 0) {
  console.log({{ words.taken }});
} else {
  console.log({{ words.refused }});
}
