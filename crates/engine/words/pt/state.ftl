# What state a site is in, why emails fail, and what to do: words of the overview that other pages and mails share.

# --- the mark beside a site's name ---
badge-enabled = A enviar
# After it was blocked for too many failures and unblocked: watched for a while.
badge-forced = A enviar, em observação
badge-blocked = Parado
badge-bounce = Parado: erros
badge-spam = Parado: spam
badge-locked = Parado e bloqueado

# --- the state in a sentence, and what it means ---
state-enabled = Os e-mails estão a ser enviados
state-enabled-means = O que os scripts do site enviam é entregue de imediato.
state-forced = O envio foi retomado
state-forced-means = Antes falharam demasiados e-mails. Durante uma semana, tolera-se o dobro das falhas habituais; acima disso, o envio volta a parar.
state-blocked = O envio está parado
state-blocked-means = Os e-mails novos dos scripts continuam a ser aceites, mas ficam retidos aqui em vez de serem entregues.
state-bounce = O envio está parado: falharam demasiados e-mails
state-bounce-means = Os servidores de destino recusaram tantos e-mails que continuar prejudicaria todo o correio deste servidor. Os e-mails novos continuam a ser aceites, mas ficam retidos aqui.
state-spam = O envio está parado: os e-mails parecem spam
state-spam-means = Muitas vezes, um estranho serve-se de um formulário ou de uma palavra-passe roubada para enviar através do site. Os e-mails novos continuam a ser aceites, mas ficam retidos aqui.

# --- since when and by whom; $moment is a date and time, $ago how long ago that was ---
since = desde { $moment } ({ $ago })
since-green = Desde { $moment } ({ $ago }).
last-mail = O último e-mail chegou aqui a { $moment } ({ $ago }).
last-mail-none = Ainda não chegou aqui nenhum e-mail.
since-red-you = Parado por si desde { $moment } ({ $ago }).
since-red-owner = Parado por { $name } desde { $moment } ({ $ago }).
since-red-provider = Parado pelo fornecedor de alojamento desde { $moment } ({ $ago }).
since-red-operator = Parado pelo operador { $name } desde { $moment } ({ $ago }).
since-red-policy = Parado automaticamente desde { $moment } ({ $ago }).
# Before the words someone gave as a reason.
reason = Motivo

# The mark before something that is being done at this moment.
under-way = Em curso
under-way-released = { $count ->
    [1] { $count } e-mail libertado está a sair agora, embora o envio esteja parado.
   *[other] { $count } e-mails libertados estão a sair agora, embora o envio esteja parado.
}

# Work on many waiting emails, while it goes on: $seen of $total were looked at so far, $done of them dealt with.
job-release = A libertar e-mails: { $done } até agora; verificados, { $seen } de { $total }.
job-delete = A eliminar e-mails: { $done } até agora; verificados, { $seen } de { $total }.
job-retry = A tentar de novo a entrega de e-mails: { $done } até agora; verificados, { $seen } de { $total }.
job-progress = Progresso

# --- facts below a state ---
mails = { $count ->
    [1] { $count } e-mail
   *[other] { $count } e-mails
}
why-held = Retidos agora
# Held mail is given up after some days.
why-given-up = Guardados até
why-given-up-at = O mais antigo expira a { $moment } ({ $ago }).
why-script = Script com mais falhas
# $count of the latest $of failures are of this script.
why-script-count = { $script } ({ $count } dos últimos { $of } erros)
why-reply = Resposta de um servidor de destino

# --- what to do, step by step ---
next-title = O que fazer
step-read-errors = Ver que e-mails falharam e o que responderam os servidores de destino.
step-read-errors-link = E-mails com erro
step-check-addresses = Corrigir os endereços errados nesse script ou na sua lista: não se deve voltar a escrever para um endereço que não existe.
step-find-script = Ver que script envia estes e-mails e se são conhecidos.
step-find-script-link = Scripts
step-secure-script = Fechar a porta: atualizar o software do site, mudar as palavras-passe e acrescentar um captcha aos formulários.
step-block-script = Parar só esse script, para que o resto do site possa continuar a enviar.
step-block-script-link = Scripts
step-delete-junk = Eliminar os e-mails em espera que não devam sair.
step-delete-junk-link = E-mails em espera
step-unblock = Depois, retomar o envio: o que está em espera sai, primeiro o mais antigo.
step-unblock-forced = Depois, retomar o envio: o que está em espera sai e, durante uma semana, tolera-se o dobro das falhas habituais.
step-purge-spam = Depois, eliminar todos os e-mails em espera: a partir daí, os novos voltam a sair.
step-decide-spam = Depois, decidir: retomar o envio e deixar sair o que está em espera, ou eliminar tudo.
step-decide-spam-link = E-mails em espera
step-ask-provider = Escrever ao fornecedor de alojamento a dizer o que foi alterado. O envio está bloqueado: só o fornecedor o pode retomar.
step-ask-owner = Falar com o proprietário do site. Esta conta pode ver, mas não alterar nada.
step-watch = Voltar dentro de alguns dias: se as falhas diminuírem, a observação termina por si só.

# --- the classes of failures, and what each means ---
class-bad-mailbox = O endereço não existe
class-bad-mailbox-means = Esta caixa de correio não existe ou foi encerrada. Verificar se o endereço está bem escrito.
class-bad-domain = O domínio não recebe correio
class-bad-domain-means = A parte a seguir ao @ não existe ou não tem correio. Verificar se está bem escrita.
class-mailbox-full = Caixa de correio cheia
class-mailbox-full-means = O destinatário já não tem espaço e precisa de arranjar algum.
class-refused-by-policy = Recusado por uma regra
class-refused-by-policy-means = O servidor de destino não aceita este e-mail ou este remetente. A resposta diz porquê.
class-refused-as-spam = Recusado como spam
class-refused-as-spam-means = O servidor de destino toma por spam o e-mail ou a sua origem.
class-expired = Por entregar após vários dias
class-expired-means = Tentou-se durante dias e o servidor de destino nunca o aceitou.
class-expired-held = Retido demasiado tempo
class-expired-held-means = O envio esteve parado tanto tempo que o e-mail expirou.
class-network = Servidor de destino inacessível
class-network-means = O servidor de destino não respondeu como devia.
class-complaint = Marcado como spam
class-complaint-means = O destinatário indicou ao seu fornecedor de e-mail que não quer este e-mail.
