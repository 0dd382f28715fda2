# The pages on mails: those in error, the story of one, those that wait, and the scripts that send.

# --- lists ---
none-fits = Nenhum e-mail corresponde
none-fits-means = Alterar o que se procura ou mostrar tudo.
# A long list is looked through piece by piece.
none-so-far = Ainda não foi encontrado nenhum
none-so-far-means = Foi verificada uma parte da lista. «Mostrar mais» continua a partir daí.
export-csv = Descarregar como CSV
export-json = Descarregar como JSON

# --- emails in error ---
errors-lead = Estes e-mails não chegaram. Abrir um para ver o que o servidor de destino respondeu, o que significa e o que ajuda.
errors-search = Destinatário, assunto, resposta
errors-classes = O que aconteceu
# Of very many only the newest are counted.
errors-counted-since = Contados desde { $moment }: são demasiados para os contar todos.
# Before a description of what happened, where no server of the receiver answered.
reply-happened = O que aconteceu
class-bad-mailbox-advice = Corrigir o endereço onde o script o vai buscar ou retirá-lo da lista. Não se deve voltar a escrever a quem não existe.
class-bad-domain-advice = Corrigir o endereço ou retirá-lo da lista. Um formulário deve verificar o que os visitantes escrevem.
class-mailbox-full-advice = Só resta contactar o destinatário de outra forma. Voltar a enviar mais tarde; se continuar assim, retirar o endereço da lista.
class-refused-by-policy-advice = Ler a resposta: muitas vezes indica a regra, por vezes com um link. É frequente o domínio ainda não declarar que este servidor pode enviar em seu nome (SPF e DKIM); o fornecedor de alojamento pode ajudar.
class-refused-as-spam-advice = Verificar o que o script envia e se estes e-mails são conhecidos. Se alguém abusar de um formulário, acrescentar um captcha; escrever só a quem o pediu.
class-expired-advice = Verificar o endereço. Se estiver certo, contactar o destinatário de outra forma: há dias que o servidor de destino não aceita nenhum e-mail.
class-expired-held-advice = Retomar o envio a tempo e fazer com que o script envie de novo o que ainda importa.
class-network-advice = Verificar a parte a seguir ao @. Se estiver certa, o servidor de destino tem uma falha que só os seus responsáveis podem reparar.
class-complaint-advice = Não voltar a escrever a este destinatário e pôr em cada newsletter um link para cancelar a subscrição.

# --- the story of an email ---
column-subject = Assunto
column-sender = Remetente
# An email that reports a failure has no sender to answer to.
sender-none = sem remetente (um relatório)
subject-none = (sem assunto)
trace-lead = Procurar qualquer e-mail dos scripts: cada um mostra o seu percurso, do script ao servidor de destino.
# What an email is known by: our number, or the field Message-ID.
trace-id = Número ou Message-ID
trace-none = Ainda não há e-mails
trace-none-means = Nenhum dos scripts deste site entregou um e-mail que ainda esteja guardado.
trace-none-fits-means = O destinatário e o remetente têm de ser endereços completos. Do assunto, basta uma parte. Os e-mails antigos deixam de estar guardados ao fim de algumas semanas.
# After the first recipient of an email.
trace-others = { $count ->
    [1] e mais { $count }
   *[other] e mais { $count }
}
# $what is one of the marks below: so many recipients of one email are at it.
trace-times = { $what }: { $count }
# The marks: how an email stands with one recipient.
stands-sent = Entregue
stands-failed = Com erro
stands-held = Retido
stands-queued = Em espera
stands-deleted = Eliminado
story-title = O percurso de um e-mail
story-recipients = O que lhe aconteceu
story-origin = De onde veio
story-accepted = Entregue ao Postern
story-moment = { $moment } ({ $ago })
story-size = Tamanho
story-method = Como
method-sendmail = pelo programa sendmail (a função mail() do PHP usa-o)
method-drop = como ficheiro no diretório de depósito
method-smtp = por SMTP
method-http = pela API
method-notice = escrito pelo próprio Postern
story-login = Utilizador SMTP
story-address = Do endereço
# The numbers of the user, its group and the program that handed the email over.
story-process = Programa
story-site = Site
story-site-stated = segundo quem o entregou
story-number = Número
story-message-id = Message-ID
story-stated = Segundo quem o entregou
story-stated-means = É o que o script, ou o servidor onde ele corre, diz de si mesmo. Ninguém o verificou.
story-earlier = { $count ->
    [1] { $count } tentativa anterior não é mostrada.
   *[other] { $count } tentativas anteriores não são mostradas.
}
attempt-sent = O servidor de destino aceitou-o.
attempt-deferred = Ainda não pôde ser entregue.
attempt-failed = Falhou.
attempt-deleted = Foi eliminado antes de ser enviado.
next-held = Está retido, porque o envio deste site está parado.
next-held-link = Resumo
next-stopped = Está retido, porque o seu script ou remetente está parado.
next-stopped-link = Scripts
next-tried = Nova tentativa a { $moment } ({ $ago }).
next-due = Está prestes a sair.
next-sent = Se não estiver na caixa de entrada do destinatário, convém que ele procure na pasta de spam: a partir daqui, está nas mãos do seu fornecedor de e-mail.

# --- waiting emails ---
queue-lead = E-mails entregues ao Postern que ainda não saíram.
queue-kinds = O que está em espera
queue-tab-held = Retidos
queue-tab-deferred = Terão nova tentativa
queue-tab-due = Prestes a sair
queue-recipient = Destinatário ou @domínio
queue-older = Em espera há mais de
queue-empty = Não há nenhum e-mail em espera
queue-empty-means = O que os scripts entregam sai de imediato.
queue-none-fits-means = O destinatário e o remetente têm de ser endereços completos; @example.net abrange todo esse domínio.
column-waits = Como está
# How a waiting email stands.
waits-held = Retido: o envio está parado
waits-stopped = Retido: o seu script ou remetente está parado
waits-deferred = Nova tentativa a { $moment } ({ $ago })
waits-soon = Prestes a ter nova tentativa
waits-due = Prestes a sair
waits-in-hand = A ser entregue agora ao servidor de destino
waits-released = libertado
queue-tried = { $count ->
    [1] tentado uma vez
   *[other] tentado { $count } vezes
}
choose-title = O que fazer com eles
choose-ticked = Os assinalados
choose-fitting = Todos os que correspondem à procura
choose-all = Todos os que estão em espera
choose-tick = Assinalar este e-mail
work-release = Libertá-los
work-delete = Eliminá-los
work-retry = Tentar agora
refused-spam = O envio está parado porque os e-mails parecem spam: não podem ser libertados, só eliminados.
reload = Carregar a página de novo
job-released = { $count ->
    [0] Não foi libertado nenhum e-mail ({ $ago }).
    [1] Foi libertado { $count } e-mail ({ $ago }).
   *[other] Foram libertados { $count } e-mails ({ $ago }).
}
job-deleted = { $count ->
    [0] Não foi eliminado nenhum e-mail ({ $ago }).
    [1] Foi eliminado { $count } e-mail ({ $ago }).
   *[other] Foram eliminados { $count } e-mails ({ $ago }).
}
job-retried = { $count ->
    [0] Não foi preciso tentar de novo nenhum e-mail ({ $ago }).
    [1] { $count } e-mail é tentado de novo ({ $ago }).
   *[other] { $count } e-mails são tentados de novo ({ $ago }).
}
# A later action of someone ended the work.
job-taken-back = Uma ação posterior interrompeu a libertação de e-mails, depois de { $count } deles ({ $ago }).

# --- before something is done with waiting emails: a question, what will happen, the button ---
release-question = Libertar e-mails em espera?
delete-question = Eliminar e-mails em espera?
retry-question = Tentar agora a entrega de e-mails em espera?
# So many emails are meant.
work-count = { $count ->
    [1] Abrange { $count } e-mail.
   *[other] Abrange { $count } e-mails.
}
work-count-least = Abrange mais de { $count } e-mails.
work-recipient = Só os dirigidos a { $recipient }.
work-sender = Só os do remetente { $sender }.
work-script = Só os do script { $script }.
# $kind is one of the parts of the list: Kept back, Will be tried again, About to go out.
work-kind = Só os da parte «{ $kind }».
work-older = Só os que estão em espera há { $span } ou mais.
release-happens = São entregues embora o envio deste site esteja parado. Tudo o resto fica.
release-stopped = Fica o que espera porque o seu script ou remetente está parado, até que este possa voltar a enviar (página Scripts).
delete-happens = Não são entregues. Os e-mails eliminados não podem ser recuperados.
delete-in-hand = Um e-mail que esteja a ser entregue neste momento a um servidor de destino ainda pode chegar.
retry-happens = O que seria tentado mais tarde é tentado de imediato. O que está retido fica.
release-confirm = Libertá-los
delete-confirm = Eliminá-los
retry-confirm = Tentar agora
work-none-ticked = Nenhum e-mail foi assinalado. Assinalar alguns ou escolher todos.
work-none = Nenhum destes e-mails continua em espera.
work-begun-release = Estão a ser libertados e-mails.
work-begun-delete = Estão a ser eliminados e-mails.
work-begun-retry = A entrega de e-mails está a ser tentada de novo.
work-nothing = O envio está ativo: não há nada para libertar.

# --- scripts ---
scripts-lead = Que script envia, quanto e que parte falha. É possível parar só um enquanto o resto do site continua a enviar.
scripts-title = Scripts que enviam
scripts-by = Ordenar por
scripts-by-sent = Mais enviados
scripts-by-failed = Mais com erro
scripts-days = Últimos 31 dias
scripts-days-told = Nos últimos 31 dias, enviados: { $sent }, com erro: { $failed }
# The part of a script’s emails that failed, in hundredths.
scripts-part = Falham
scripts-last = Visto pela última vez
scripts-none = Ainda nenhum script enviou
scripts-none-means = Assim que um entregar um e-mail, aparece aqui com o que envia.
scripts-stated = Os nomes são os indicados por quem entrega os e-mails: um script pode fazer-se passar por outro.
script-stopped = Parado
script-accepted = Entregues ao Postern
script-first = Visto pela primeira vez
script-errors = Os seus e-mails com erro
script-trace = Os seus e-mails
script-queue = Os seus e-mails em espera
script-stop = Parar este script
# Said by a screen reader of the chart of one script.
script-told = Enviados: { $sent }, com erro: { $failed }, nos últimos 31 dias
script-column = { $when }. Enviados: { $sent }, com erro: { $failed }
unstop-link = Deixar voltar a enviar
stop-sender-title = Parar um remetente
stop-sender-lead = Os e-mails de um endereço de remetente ficam retidos, seja qual for o script que os envia.
stop-sender-button = Continuar
stop-script-question = Parar este script?
stop-sender-question = Parar este remetente?
stop-new = Os seus e-mails novos são aceites e ficam retidos aqui em vez de serem entregues.
stop-waiting = { $count ->
    [0] Nenhum dos seus e-mails está agora em espera.
    [1] Fica aqui { $count } e-mail seu que está em espera.
   *[other] Ficam aqui { $count } e-mails seus que estão em espera.
}
stop-waiting-least = Ficam aqui mais de { $count } e-mails seus que estão em espera.
stop-rest = O resto do site continua a enviar.
stop-confirm = Parar
stop-done = Está parado; os seus e-mails ficam retidos.
stop-nothing = Já estava parado. Nada foi alterado.
stop-no-address = Não é um endereço de e-mail que se possa parar. Nada foi alterado.
unstop-question = Deixar voltar a enviar?
unstop-waiting = { $count ->
    [0] Nenhum dos seus e-mails está agora em espera.
    [1] Sai { $count } e-mail seu que está em espera.
   *[other] Saem { $count } e-mails seus que estão em espera.
}
unstop-waiting-least = Saem mais de { $count } e-mails seus que estão em espera.
unstop-new = Os seus e-mails novos são entregues de imediato.
unstop-red = Mas o envio está parado para todo o site: até ser retomado, os seus e-mails também ficam aqui.
unstop-confirm = Deixar voltar a enviar
unstop-done = Já pode voltar a enviar; o que estava em espera sai.
unstop-done-red = Poderá voltar a enviar assim que o envio de todo o site for retomado.
unstop-nothing = Já não estava parado. Nada foi alterado.
