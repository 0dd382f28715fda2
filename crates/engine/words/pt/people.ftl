# A user's own account: who they are, and what lets them in.
account-name = Nome
account-role = Função
account-sites = Sites
account-all-sites = todos os sites
account-no-sites = nenhum
account-language = O Postern fala em
account-browsers-language = o idioma do navegador
account-language-save = Guardar
# Shown to those who came by a link that is good for one site.
account-held = Esta sessão foi aberta com um link ou mostra um só site. Para ver ou alterar a palavra-passe, as sessões e os tokens da API, terminar a sessão e iniciá-la com nome e palavra-passe.

account-password = Palavra-passe
account-password-means = Quem a souber pode iniciar sessão em seu nome. Usar uma que não seja usada em mais lado nenhum.
account-password-none = Esta conta não tem palavra-passe: entra-se a partir da área de cliente do fornecedor de alojamento ou com um link de acesso. Para ter uma, pedi-la ao fornecedor de alojamento.
account-password-change = Alterar a palavra-passe
account-password-new = Nova palavra-passe
account-password-again = Repetir a nova palavra-passe
account-password-ends = Todas as outras sessões desta conta são terminadas. Os tokens da API continuam válidos: remova os que não conhece.
account-password-changed = A palavra-passe foi alterada. Todas as outras sessões foram terminadas.
account-present = Palavra-passe atual
account-present-wrong = Esta não é a palavra-passe atual.

# The code of an app on the phone that is asked for beside the password.
account-factor = Segundo passo ao iniciar sessão
account-factor-off = Desativado. Quando está ativado, iniciar sessão exige um código do telemóvel além da palavra-passe: uma palavra-passe roubada não chega.
account-factor-on = { $count ->
    [0] Ativado. Já não resta nenhum código de recuperação: desativar e voltar a ativar para obter novos.
    [1] Ativado. Resta { $count } código de recuperação.
   *[other] Ativado. Restam { $count } códigos de recuperação.
}
account-factor-turn-on = Ativar o segundo passo
account-factor-turn-off = Desativar o segundo passo
account-factor-app = Se ainda não houver nenhuma, instalar no telemóvel uma aplicação que gere códigos de acesso; a maioria dos gestores de palavras-passe também o faz.
account-factor-scan = Ler esta imagem com a aplicação.
# What a screen reader says instead of the picture.
account-factor-picture = Código QR com a chave abaixo
account-factor-type = Se não for possível, escrever esta chave na aplicação:
account-factor-open = Abrir numa aplicação deste dispositivo
account-factor-prove = Escrever o código que a aplicação mostra agora e a palavra-passe.
account-factor-code-hint = Seis algarismos que mudam a cada meio minuto.
account-factor-off-means = Depois disso, o nome e a palavra-passe bastam para iniciar sessão, e os códigos de recuperação deixam de servir.
account-factor-gone = O segundo passo está desativado.
account-codes-title = O segundo passo está ativado
account-codes = Códigos de recuperação
account-codes-means = Em caso de perda do telemóvel, cada um destes códigos de recuperação permite entrar uma vez, em vez do código da aplicação. É preciso imprimi-los ou guardá-los num gestor de palavras-passe. Todas as outras sessões foram terminadas.
# Below something secret.
account-once = Isto é mostrado agora e nunca mais.
account-codes-kept = Estão guardados

account-sessions = Sessões abertas
account-sessions-means = Terminar as que não forem conhecidas e alterar depois a palavra-passe.
account-browser = Navegador
# $browser is a name like Firefox, $system one like Windows or iPhone.
account-browser-on = { $browser } em { $system }
account-browser-unknown = programa desconhecido
account-address = Endereço
account-began = Início
account-used = Última utilização
account-this = Esta
account-end = Terminar sessão
account-end-others = Terminar todas as outras sessões
# Below the list, of which only the newest are shown.
account-sessions-more = { $count ->
    [1] Há mais { $count } sessão antiga que não é mostrada.
   *[other] Há mais { $count } sessões antigas que não são mostradas.
}
account-session-ended = A sessão desse navegador foi terminada.
account-sessions-ended = Todas as outras sessões foram terminadas.
# Beside a session that sees one site only.
account-session-of = por um link, só para { $site }

account-token = Token da API
account-tokens = Tokens da API
account-tokens-means = Os programas que têm um destes tokens agem em nome desta conta.
account-no-tokens = Nenhum token da API
account-no-tokens-means = Com um token da API, um programa pode ver os e-mails dos sites desta conta, ou agir sobre eles, em nome dela.
account-token-new = Novo token da API
account-token-name = Nome
account-token-name-hint = Para que serve, para o reconhecer mais tarde: «monitorização».
account-token-name-wrong = Dar-lhe um nome de 1 a { $longest } caracteres.
# The role of a token: a column of a list, and a field.
account-token-may = Função
account-token-sites = Só para estes sites
account-token-sites-hint = Um nome por linha. Vazio: para todos os sites desta conta.
account-token-no-site = Um destes não está entre os sites desta conta. Verificar os nomes.
account-token-operator = Quem gere o alojamento tem todos os sites: deixar isto vazio ou escolher outra função.
account-token-too-many = Esta conta já tem todos os tokens possíveis. Remover alguns que não sejam usados.
account-token-ends = Expira
account-token-endless = nunca
account-token-over = expirou
account-token-made-on = Criado em
# $ago is how long ago, $address an internet address.
account-token-used-from = { $ago }, de { $address }
account-token-unused = nunca
account-token-make = Criar o token
account-token-made = O novo token da API
account-token-made-means = Os programas enviam-no com cada pedido. A documentação da API diz como.
account-token-kept = Está guardado
account-token-remove = Remover
account-token-remove-question = Remover o token da API { $name }?
account-token-remove-means = A partir daí, os programas que o têm são recusados. Não pode ser recuperado.
# $used is how long ago it was used and from where, or never.
account-token-remove-used = Última utilização: { $used }.
account-token-removed = O token da API { $name } foi removido.
