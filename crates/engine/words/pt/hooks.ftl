# Webhooks: programas de outros a quem se diz o que acontece aqui.
nav-webhooks = Webhooks
hooks-lead = Programas avisados logo que algo acontece com este site: por um pedido assinado em HTTPS.
hooks-lead-all = Programas avisados logo do que acontece, de todos os sites ou de um: por um pedido assinado em HTTPS.
hooks-none = Não há nenhum webhook
hooks-none-means = Um programa que quer saber logo o que acontece precisa de um: uma área de cliente, uma monitorização, um chat.
hooks-show = Mostrar os webhooks
hooks-add = Adicionar um webhook
hooks-add-lead = O endereço é chamado sempre que algo acontece. Quem cuida dele encontra na documentação o que é enviado e como se verifica a assinatura.
hooks-address = Endereço
hooks-whose = Site
hooks-all-sites = todos os sites
hooks-told = Avisado de
hooks-everything = tudo
hooks-state = Estado
hooks-on = ligado
hooks-off = desligado
hooks-off-gone = desligado: o destinatário respondeu que não quer mais nada (410)
hooks-waiting = { $count ->
    [one] { $count } evento espera para ser comunicado.
   *[other] { $count } eventos esperam para ser comunicados.
}
hooks-dropped = { $count ->
    [one] { $count } evento não foi comunicado: esperavam demasiados, ou o webhook estava desligado.
   *[other] { $count } eventos não foram comunicados: esperavam demasiados, ou o webhook estava desligado.
}
hook-kind-state-changed = envio ligado ou desligado
hook-kind-mail-failed = e-mails com erro
hook-kind-held-expiring = e-mails retidos que expiram dentro de um dia
hook-kind-report-sent = relatórios diários de erros
hook-kind-test = teste

hooks-url = Endereço
hooks-url-hint = Começa por https://
hooks-private = Pode levar a esta máquina ou a uma rede privada
hooks-private-hint = Então também é possível um endereço sem cifra (http://). Se outra pessoa mudar o endereço, esta permissão é retirada.
hooks-active = Ligado
hooks-active-hint = Desligado: nada é comunicado, e o que espera é descartado.
hooks-fault-no-url = Isto não é um endereço web. Tem a forma https://hooks.example.org/postern
hooks-fault-too-long = O endereço é demasiado longo.
hooks-fault-user-info = Um nome e uma palavra-passe no endereço não são enviados. Ponha uma palavra secreta no caminho.
hooks-fault-fragment = O que vem depois de # num endereço nunca é enviado. Retire-o.
hooks-fault-clear-text = O endereço tem de começar por https://
hooks-fault-inside = { $address } é um endereço desta máquina ou de uma rede privada. Só quem gere o alojamento o pode permitir.
hooks-fault-kinds = Escolha pelo menos um.
hooks-fault-many = Já há { $count } webhooks, não pode haver mais. Remova um que não seja preciso.

hooks-made = O webhook está pronto
hooks-secret-lead = Com este segredo o destinatário verifica que um pedido vem daqui. É mostrado agora e nunca mais.
hooks-to-hook = Para o webhook
hooks-title = Webhook
hooks-change = Alterar
hooks-save = Guardar
hooks-changed = O webhook foi alterado.
hooks-secret = Segredo
hooks-rotate = Criar um segredo novo
hooks-rotate-means = Se mais alguém o puder conhecer, crie um novo. Durante um dia assina-se com os dois, para mudar o destinatário com calma.
hooks-rotated = O webhook tem um segredo novo
hooks-rotated-lead = Durante um dia assina-se também com o segredo antigo. O novo é mostrado agora e nunca mais.
hooks-old-secret = O segredo antigo assina também até { $until }.
hooks-test = Enviar um teste
hooks-tested = Um teste está a caminho. Dentro de momentos o registo mostra o que foi respondido.
hooks-remove-title = Remover
hooks-remove = Remover o webhook
hooks-remove-question = Remover este webhook?
hooks-remove-told = Nada mais lhe é comunicado.
hooks-remove-log = O seu registo e o seu segredo desaparecem.
hooks-removed = O webhook foi removido.

hooks-log = As últimas respostas
hooks-log-none = Até agora nada foi comunicado.
hooks-event = Evento
hooks-answer = Resposta
hooks-becomes = Estado
hooks-again = Enviar de novo
hooks-again-done = O evento está de novo a caminho.
hooks-again-gone = Este evento já não está no registo.
hooks-again-at = de novo às { $at }
hooks-in-line = espera pelos anteriores
hooks-taken = recebido
hooks-given-up = abandonado
hooks-took = { $count } ms

hook-trouble-no-such-name = não existe o host { $detail }
hook-trouble-name-servers = não se consegue saber o endereço do host: { $detail }
hook-trouble-no-address = o host { $detail } não tem endereço
hook-trouble-inside = o host só tem endereços desta máquina ou de uma rede privada: { $detail }
hook-trouble-clear-text = { $detail } é chamado sem cifra, o que só é permitido em redes privadas
hook-trouble-no-connection = sem ligação: { $detail }
hook-trouble-tls = não houve acordo sobre a cifra: { $detail }
hook-trouble-certificate = o certificado não é bom: { $detail }
hook-trouble-no-roots = esta máquina não conhece autoridades de certificação: é preciso instalar ca-certificates
hook-trouble-too-slow = não houve uma resposta inteira em { $detail } segundos
hook-trouble-broke-off = a ligação quebrou-se: { $detail }
hook-trouble-too-long = a resposta passa de { $detail } KiB
hook-trouble-redirect = a resposta leva a outro lado ({ $detail }), e não é seguida: mude o endereço do webhook
hook-trouble-status = respondeu { $detail }
hook-trouble-gone = respondeu { $detail }: o destinatário não quer mais nada, o webhook está desligado
hook-trouble-sealed = o segredo foi selado com outra chave: crie um novo
hook-trouble-no-url = o endereço não se pode usar: { $detail }

audit-webhook-add = adicionou um webhook
audit-webhook-change = alterou um webhook
audit-webhook-remove = removeu um webhook
audit-webhook-off = desligou um webhook
audit-webhook-send-again = enviou de novo um evento de um webhook
