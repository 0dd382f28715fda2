# European Portuguese. Nobody is addressed as "você": instructions, labels and buttons are infinitives; "o seu" only
# where there is no other way.
# Plurals: the rules of "pt" are Brazilian and count 0 as one; in Portugal it is "0 e-mails". So [1] stands here, not [one].
#
# Glossary, the same in all files:
#   email: e-mail, e-mails          mailbox: caixa de correio    site: site        script: script       spam: spam
#   recipient: destinatário         sender: remetente            receiver (the other side's server): servidor de destino
#   to hand over: entregar ao Postern, enviar                    delivered: entregue                    accepted: aceite
#   waiting emails (queue): e-mails em espera                    held, kept back: retido    to let through: libertar
#   block: parar o envio            unblock: retomar o envio     stopped: parado
#   lock (only an operator undoes it): bloquear, bloqueado, bloqueio
#   purge: eliminar os e-mails em espera; sending goes on or starts again
#   in error: com erro              to fail: falhar, falha       refused: recusado          given up: expirar, por entregar
#   watched: em observação          overview: resumo             settings: definições
#   hosting: alojamento             hosting provider: fornecedor de alojamento              customer area: área de cliente
#   operator: operador              owner: proprietário          account: conta             user: utilizador
#   log in, log out: iniciar sessão, terminar sessão             password: palavra-passe    login link: link de acesso
#   next hop: próximo salto         audit log: registo de auditoria                         health: estado do sistema
#   form: formulário                order: encomenda             newsletter: newsletter     report: relatório
#   story of an email: percurso     test email: e-mail de teste  ticked: assinalado        role: função
#   SMTP login: utilizador SMTP     drop directory: diretório de depósito                  error log: registo de erros
#   second step (of a user), second factor (of operators): segundo passo, segundo fator
#   SMTP, API, token, PHP, captcha, SPF and DKIM stay.

# How numbers, dates and spans are written. Between a day and its month: U+00A0.
percent = { $number }%
date = { $day } { $month } { $year }
date-short = { $day } { $month }
moment = { $day }, { $clock }
month-1 = jan.
month-2 = fev.
month-3 = mar.
month-4 = abr.
month-5 = mai.
month-6 = jun.
month-7 = jul.
month-8 = ago.
month-9 = set.
month-10 = out.
month-11 = nov.
month-12 = dez.
seconds = { $count ->
    [1] { $count } segundo
   *[other] { $count } segundos
}
minutes = { $count ->
    [1] { $count } minuto
   *[other] { $count } minutos
}
hours = { $count ->
    [1] { $count } hora
   *[other] { $count } horas
}
days = { $count ->
    [1] { $count } dia
   *[other] { $count } dias
}
just-now = agora mesmo
span-ago = há { $span }
in-span = dentro de { $span }
