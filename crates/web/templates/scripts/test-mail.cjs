const { spawnSync } = require('node:child_process');

// {{ words.note }}
const to = {{ words.to }};
const from = {{ words.from }};
const mail = [
  `To: ${to}`,
  `From: ${from}`,
  'Subject: ' + {{ words.subject }},
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  '',
  {{ words.text }},
  '',
].join('\n');
const sendmail = spawnSync('{{ sendmail }}', ['-t', '-i'], { input: mail, stdio: ['pipe', 'inherit', 'inherit'] });
console.log(sendmail.status === 0 ? {{ words.taken }} : {{ words.refused }});
