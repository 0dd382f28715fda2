# The pages that help: sending a test, and finding out why nothing arrives.

# --- send a test ---
test-lead = Ver se um e-mail de { $site } sai e o que lhe acontece pelo caminho.
test-send-title = Enviar um e-mail de teste
# Shown while sending is stopped.
test-held = O envio deste site está parado. Um e-mail de teste fica retido como qualquer outro até o envio ser retomado.
test-to = Para
test-to-hint = Um endereço cuja caixa de correio possa ser consultada.
# $address is the sender of the test email.
test-from = O e-mail é enviado de { $address }.
test-button = Enviar o e-mail de teste
test-address-wrong = Isto não é um endereço de e-mail. Escrever assim: nome@example.net.
# $why says in English, and in technical words, what Postern found.
test-refused = O Postern não aceitou o e-mail: { $why }
# $address is whom it was sent to. Shown above the story of that email.
test-taken = O Postern aceitou o e-mail de teste para { $address }. Esta página mostra o que lhe acontece.
# For those who may look at the site, but not change anything.
test-may-look = Esta conta pode ver, mas não enviar. Falar com o proprietário do site.
test-scripts-title = Enviar com um script do site
test-scripts-lead = Assim vê-se se os scripts do site chegam ao Postern. Usam o correio do próprio servidor, sem um servidor SMTP externo, tal como o mail() do PHP.
# $file is the name of a file, $command what to type to run it.
test-script-how-php = Colocar na pasta do site com o nome { $file } e abrir no navegador, ou executar «{ $command }». Depois, apagar.
test-script-how = Guardar no servidor com o nome { $file } e executar «{ $command }» com o utilizador a quem o site pertence.
test-scripts-result = Procurar o e-mail e ver o que lhe aconteceu
# What the scripts say: a comment before the recipient’s address; the text of their email; and what they print.
test-script-note = Escrever aqui o endereço do destinatário.
test-script-text = Este e-mail foi enviado por um script de teste de { $site }.
test-script-taken = O Postern aceitou o e-mail. As suas páginas mostram o que lhe acontece.
test-script-refused = O e-mail não foi aceite. As linhas acima ou o registo de erros dizem porquê.

# --- the test email itself, in the site’s language ---
test-mail-subject = E-mail de teste de { $site }
test-mail-text = Este e-mail mostra que { $site } consegue enviar. Seguiu o mesmo caminho que os e-mails dos scripts do site.

# --- nothing arrives: what was found, by the figures of the site, and what that means ---
help-lead = Um e-mail não chegou? Aqui está o que o Postern viu e o que se pode tentar.
finding-stopped = O envio está parado
finding-stopped-means = O que os scripts enviam é aceite, mas fica retido aqui. Nada sai até o envio ser retomado.
finding-never = Ainda nenhum script chegou ao Postern
finding-never-means = Desde que o site foi criado, nenhum dos seus scripts entregou um e-mail. Enviam por outro caminho ou falham antes de enviar.
finding-silent = Ultimamente nenhum script chega ao Postern
finding-silent-means = Antes funcionava. Uma atualização, um plugin novo ou uma alteração das suas definições pode ter levado os e-mails por outro caminho.
finding-failing = Os e-mails chegam, mas muitos acabam com erro
finding-failing-means = Os scripts chegam ao Postern. Os servidores de destino não aceitam o que eles enviam.
finding-waiting = Os e-mails chegam, mas os servidores de destino ainda não os aceitam
finding-waiting-means = Esperam aqui e são tentados de novo automaticamente, durante alguns dias.
finding-leaving = Os e-mails chegam e saem
finding-leaving-means = Os scripts chegam ao Postern e os servidores de destino aceitam os seus e-mails. O mais provável é que o e-mail em falta esteja no destino ou tenha sido enviado para outro endereço.

# What Postern saw: names of figures.
help-last = Último e-mail de um script
# $moment is a date and time, $ago how long ago that was.
help-last-at = { $moment } ({ $ago })
help-last-never = nenhum até agora
help-last-script = Enviado por
help-sent-today = Enviados hoje
help-failed-today = Com erro hoje
help-waiting = Em espera agora
help-ever = E-mails desde a criação

# --- what to try ---
help-first = Tentar isto primeiro
help-then = Se não for isso
help-state-title = Ver porque é que o envio está parado
help-state = O resumo diz desde quando, por quem e porquê, e o que fazer.
help-state-link = Resumo
help-scripts-title = Há um script ou um remetente parado
help-scripts = O resto do site envia, mas o que esse entrega fica retido. Ver se é dele que vêm os e-mails em falta.
help-scripts-link = Scripts
help-script-title = Enviar com um script de teste
help-script = Copiar um pequeno script para o site e executá-lo. Se o e-mail aparecer aqui, o caminho está livre e a falha está nos scripts do site. Se não aparecer, o correio do servidor não chega ao Postern.
help-script-link = Scripts de teste
help-mail-title = Deixar o site enviar por si mesmo
help-mail = Os scripts podem enviar através de um servidor SMTP de outro lugar; nesse caso, o Postern não vê nada e esse servidor pode recusar os e-mails. É melhor que usem o correio do próprio servidor, a que o PHP chama mail().
help-mail-wordpress = Desativar os plugins que enviam por SMTP, como WP Mail SMTP ou Post SMTP, ou escolher neles «Default» ou «PHP» como forma de envio.
help-mail-joomla = Na configuração global, no separador Servidor, escolher «PHP Mail» como forma de envio.
help-mail-drupal = O Drupal envia por si mesmo. Desinstalar ou desativar os módulos que enviam por SMTP, como SMTP Authentication Support.
help-mail-prestashop = Nos parâmetros avançados, em E-mail, escolher usar /usr/sbin/sendmail em vez de parâmetros SMTP próprios.
help-mail-phpmailer = Nos scripts que usam PHPMailer, chamar isMail() em vez de isSMTP().
help-log-title = Ver se o script falha
help-log = Um script que para com um erro não envia nada. Enviar o formulário mais uma vez e ler depois o registo de erros.
help-log-php = Procurar um ficheiro error_log na pasta do site ou o registo de erros na área de cliente do fornecedor de alojamento. Para que seja escrito um, colocar estas linhas em php.ini ou .user.ini, com o caminho de uma pasta do site:
help-log-wordpress = Colocar estas linhas em wp-config.php, acima da linha que pede para parar de editar. Os erros ficam então em wp-content/debug.log. No fim, retirar as linhas.
help-find-title = Procurar esse e-mail
help-find = Procurar pelo destinatário. Se o e-mail lá estiver e tiver sido enviado, está no servidor de destino. Se não estiver, o script não o enviou.
help-find-link = Procurar um e-mail
help-junk-title = Ver na pasta de spam
help-junk = Um e-mail enviado pode estar na pasta de spam do destinatário ou numa pasta à parte para publicidade. Se for marcado como desejado, o próximo chega melhor.
help-recipient-title = Verificar para quem o formulário escreve
help-recipient = Os formulários têm nas suas definições o endereço do destinatário. Com um erro nesse endereço, ou com o de alguém que já saiu, tudo vai para o sítio errado.
help-errors-title = Ler o que responderam os servidores de destino
help-errors = Cada e-mail com erro traz a resposta do servidor de destino e o que ela significa em palavras simples.
help-errors-link = E-mails com erro
help-addresses-title = Corrigir os endereços errados
help-addresses = Alguns dos últimos erros são de endereços que não existem. Verificar onde é que o script os vai buscar.
help-addresses-link = Ver os endereços
help-sender-title = Declarar no domínio que este servidor pode enviar em seu nome
help-sender = Em alguns dos últimos erros, o remetente não foi aceite. Os servidores de destino consultam registos do domínio (SPF e DKIM); o fornecedor de alojamento pode ajudar a criá-los. Os formulários devem enviar de um endereço do próprio domínio; o endereço do visitante fica no campo para respostas.
help-queue-title = Ver o que está em espera e para quem
help-queue = Os servidores de destino podem estar ocupados ou ainda não confiar num remetente novo. O Postern tenta de novo automaticamente; não é preciso enviar nada duas vezes.
help-queue-link = E-mails em espera
help-provider-title = Perguntar ao fornecedor de alojamento
help-provider = Indicar-lhe o site, a hora, o destinatário e o que o script de teste mostrou.
help-covers-title = De que trata o Postern
help-covers = O Postern trata dos e-mails que os scripts do site enviam. O que se escreve num programa de e-mail ou num webmail, e o que se recebe, segue outro caminho e não se vê aqui.
