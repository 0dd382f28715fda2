# The pages that help: sending a test, and finding out why nothing arrives.

# --- send a test ---
test-lead = Comprueba si sale un correo de { $site } y qué ocurre con él por el camino.
test-send-title = Enviar un correo de prueba
# Shown while sending is stopped.
test-held = El envío de este sitio está detenido. Un correo de prueba queda retenido como cualquier otro hasta que se reanude.
test-to = Para
test-to-hint = Una dirección cuyo buzón puedas consultar.
# $address is the sender of the test email.
test-from = El correo se envía desde { $address }.
test-button = Enviar el correo de prueba
test-address-wrong = Esto no es una dirección de correo. Escríbela así: nombre@example.net.
# $why says in English, and in technical words, what Postern found.
test-refused = Postern no aceptó el correo: { $why }
# $address is whom it was sent to. Shown above the story of that email.
test-taken = Postern aceptó el correo de prueba para { $address }. En esta página se ve qué ocurre con él.
# For those who may look at the site, but not change anything.
test-may-look = Tu cuenta puede ver, pero no enviar. Habla con el propietario del sitio.
test-scripts-title = Enviarlo con un script tuyo
test-scripts-lead = Así se ve si los scripts de tu sitio llegan a Postern. Usan el correo del propio servidor, sin un servidor SMTP externo, igual que mail() de PHP.
# $file is the name of a file, $command what to type to run it.
test-script-how-php = Ponlo en la carpeta de tu sitio con el nombre { $file } y ábrelo en el navegador, o ejecuta «{ $command }». Después, bórralo.
test-script-how = Guárdalo en el servidor con el nombre { $file } y ejecuta «{ $command }» con el usuario al que pertenece tu sitio.
test-scripts-result = Buscar el correo y ver qué ocurrió con él
# What the scripts say: a comment before the recipient’s address; the text of their email; and what they print.
test-script-note = Pon aquí tu propia dirección.
test-script-text = Este correo lo envió un script de prueba de { $site }.
test-script-taken = Postern aceptó el correo. En sus páginas se ve qué ocurre con él.
test-script-refused = El correo no se aceptó. Las líneas de arriba o el registro de errores dicen por qué.

# --- the test email itself, in the site’s language ---
test-mail-subject = Correo de prueba de { $site }
test-mail-text = Este correo demuestra que { $site } puede enviar. Siguió el mismo camino que los correos de los scripts del sitio.

# --- nothing arrives: what was found, by the figures of the site, and what that means ---
help-lead = ¿Falta un correo? Esto es lo que Postern ha visto y lo que puedes probar.
finding-stopped = El envío está detenido
finding-stopped-means = Lo que envían tus scripts se acepta, pero queda retenido aquí. No sale nada hasta que se reanude el envío.
finding-never = Ningún script ha llegado aún a Postern
finding-never-means = Desde que se creó el sitio, ninguno de sus scripts ha entregado un correo. Envían por otro camino o fallan antes de enviar.
finding-silent = Últimamente no llega ningún script a Postern
finding-silent-means = Antes funcionaba. Quizá una actualización, un plugin nuevo o un cambio en su configuración lleva los correos por otro camino.
finding-failing = Los correos llegan, pero muchos acaban con error
finding-failing-means = Tus scripts llegan a Postern. Los servidores de destino no aceptan lo que envían.
finding-waiting = Los correos llegan, pero los servidores de destino aún no los aceptan
finding-waiting-means = Esperan aquí y se intentan de nuevo por sí solos durante unos días.
finding-leaving = Los correos llegan y salen
finding-leaving-means = Tus scripts llegan a Postern y los servidores de destino aceptan sus correos. Lo más probable es que lo que falta esté en su destino o se haya enviado a otra dirección.

# What Postern saw: names of figures.
help-last = Último correo de un script
# $moment is a date and time, $ago how long ago that was.
help-last-at = { $moment } ({ $ago })
help-last-never = ninguno hasta ahora
help-last-script = Lo envió
help-sent-today = Enviados hoy
help-failed-today = Con error hoy
help-waiting = En espera ahora
help-ever = Correos desde que se creó

# --- what to try ---
help-first = Prueba primero esto
help-then = Si no es eso
help-state-title = Mira por qué está detenido el envío
help-state = El resumen dice desde cuándo, quién lo detuvo y por qué, y qué hacer.
help-state-link = Resumen
help-scripts-title = Hay un script o un remitente detenido
help-scripts = El resto del sitio envía, pero lo que entrega ese queda retenido. Mira si es el que envía los correos que echas en falta.
help-scripts-link = Scripts
help-script-title = Envía con un script de prueba
help-script = Copia un pequeño script en tu sitio y ejecútalo. Si su correo aparece aquí, el camino está libre y el fallo está en los scripts del sitio. Si no aparece, el correo del servidor no llega a Postern.
help-script-link = Scripts de prueba
help-mail-title = Haz que el sitio envíe por sí mismo
help-mail = Los scripts pueden enviar a través de un servidor SMTP de otro lugar; entonces Postern no ve nada y ese servidor puede rechazarlos. Haz que usen el correo del propio servidor, que en PHP se llama mail().
help-mail-wordpress = Desactiva los plugins que envían por SMTP, como WP Mail SMTP o Post SMTP, o elige en ellos «Default» o «PHP» como forma de envío.
help-mail-joomla = En la configuración global, en la pestaña Servidor, elige «PHP Mail» como forma de envío.
help-mail-drupal = Drupal envía por sí mismo. Desinstala o desactiva los módulos que envían por SMTP, como SMTP Authentication Support.
help-mail-prestashop = En los parámetros avanzados, en el apartado del correo electrónico, elige usar /usr/sbin/sendmail en lugar de tus propios parámetros SMTP.
help-mail-phpmailer = En los scripts que usan PHPMailer, llama a isMail() en lugar de isSMTP().
help-log-title = Mira si el script falla
help-log = Un script que se para con un error no envía nada. Envía otra vez el formulario y lee después el registro de errores.
help-log-php = Busca un archivo error_log en la carpeta del sitio o el registro de errores en el área de cliente de tu proveedor de alojamiento. Para que se escriba uno, pon estas líneas en php.ini o .user.ini, con una carpeta tuya:
help-log-wordpress = Pon estas líneas en wp-config.php, encima de la línea que pide dejar de editar. Los errores quedan entonces en wp-content/debug.log. Cuando termines, quita las líneas.
help-find-title = Busca ese correo
help-find = Búscalo por su destinatario. Si está y se envió, lo tiene el servidor de destino. Si no está, el script no lo envió.
help-find-link = Buscar un correo
help-junk-title = Mira en la carpeta de spam
help-junk = Un correo enviado puede estar en la carpeta de spam del destinatario o en una carpeta aparte para publicidad. Márcalo como deseado y el próximo llegará mejor.
help-recipient-title = Comprueba a quién escribe el formulario
help-recipient = Los formularios tienen en su configuración la dirección de su destinatario. Si tiene una errata o es de alguien que ya no está, todo va al lugar equivocado.
help-errors-title = Lee qué respondieron los servidores de destino
help-errors = Cada correo con error muestra la respuesta del servidor de destino y qué significa en palabras sencillas.
help-errors-link = Correos con error
help-addresses-title = Corrige las direcciones erróneas
help-addresses = Algunos de los últimos errores son de direcciones que no existen. Comprueba de dónde las saca el script.
help-addresses-link = Ver las direcciones
help-sender-title = Haz que tu dominio diga que este servidor puede enviar en su nombre
help-sender = Algunos de los últimos errores se deben a que el remitente no se acepta. Los servidores de destino miran unos registros de tu dominio (SPF y DKIM); tu proveedor de alojamiento puede ayudarte a ponerlos. Haz que los formularios envíen desde una dirección de tu propio dominio y pon la dirección del visitante en el campo para las respuestas.
help-queue-title = Mira qué está en espera y para quién
help-queue = Los servidores de destino pueden estar ocupados o no fiarse aún de un remitente nuevo. Postern lo intenta de nuevo por sí solo; no hace falta que envíes nada dos veces.
help-queue-link = Correos en espera
help-provider-title = Pregunta a tu proveedor de alojamiento
help-provider = Indícale el sitio, la hora, el destinatario y lo que mostró el script de prueba.
help-covers-title = De qué se ocupa Postern
help-covers = Postern se ocupa de los correos que envían los scripts de tu sitio. Lo que escribes en un programa de correo o en un webmail y lo que te envían a ti va por otro camino y no se ve aquí.
