# What state a site is in, why emails fail, and what to do: words of the overview that other pages and mails share.

# --- the mark beside a site's name ---
badge-enabled = Enviando
# After it was blocked for too many failures and unblocked: watched for a while.
badge-forced = Enviando, en observación
badge-blocked = Detenido
badge-bounce = Detenido: errores
badge-spam = Detenido: spam
badge-locked = Detenido y bloqueado

# --- the state in a sentence, and what it means ---
state-enabled = Los correos se están enviando
state-enabled-means = Lo que envían los scripts de tu sitio se entrega de inmediato.
state-forced = El envío se ha reanudado
state-forced-means = Antes fallaron demasiados correos. Durante una semana se tolera el doble de fallos de lo habitual; si se superan, el envío se detiene otra vez.
state-blocked = El envío está detenido
state-blocked-means = Los correos nuevos de tus scripts se siguen aceptando, pero quedan retenidos aquí en vez de entregarse.
state-bounce = El envío está detenido: fallaron demasiados correos
state-bounce-means = Los servidores de destino rechazaron tantos correos que continuar perjudicaría a todo el correo de este servidor. Los correos nuevos se siguen aceptando, pero quedan retenidos aquí.
state-spam = El envío está detenido: los correos parecen spam
state-spam-means = A menudo un desconocido se sirve de un formulario o de una contraseña robada para enviar a través del sitio. Los correos nuevos se siguen aceptando, pero quedan retenidos aquí.

# --- since when and by whom; $moment is a date and time, $ago how long ago that was ---
since = desde el { $moment } ({ $ago })
since-green = Desde el { $moment } ({ $ago }).
last-mail = El último correo llegó aquí el { $moment } ({ $ago }).
last-mail-none = Todavía no ha llegado aquí ningún correo.
since-red-you = Detenido por ti desde el { $moment } ({ $ago }).
since-red-owner = Detenido por { $name } desde el { $moment } ({ $ago }).
since-red-provider = Detenido por tu proveedor de alojamiento desde el { $moment } ({ $ago }).
since-red-operator = Detenido por el operador { $name } desde el { $moment } ({ $ago }).
since-red-policy = Detenido automáticamente desde el { $moment } ({ $ago }).
# Before the words someone gave as a reason.
reason = Motivo

# The mark before something that is being done at this moment.
under-way = En curso
under-way-released = { $count ->
    [one] { $count } correo liberado está saliendo ahora, aunque el envío está detenido.
   *[other] { $count } correos liberados están saliendo ahora, aunque el envío está detenido.
}

# Work on many waiting emails, while it goes on: $seen of $total were looked at so far, $done of them dealt with.
job-release = Se están liberando correos: { $done } hasta ahora; revisados, { $seen } de { $total }.
job-delete = Se están eliminando correos: { $done } hasta ahora; revisados, { $seen } de { $total }.
job-retry = Se está intentando de nuevo la entrega de correos: { $done } hasta ahora; revisados, { $seen } de { $total }.
job-progress = Progreso

# --- facts below a state ---
mails = { $count ->
    [one] { $count } correo
   *[other] { $count } correos
}
why-held = Retenidos ahora
# Held mail is given up after some days.
why-given-up = Se guardan hasta
why-given-up-at = El más antiguo caduca el { $moment } ({ $ago }).
why-script = Script con más fallos
# $count of the latest $of failures are of this script.
why-script-count = { $script } ({ $count } de los últimos { $of } errores)
why-reply = Respuesta de un servidor de destino

# --- what to do, step by step ---
next-title = Qué hacer
step-read-errors = Mira qué correos fallaron y qué respondieron los servidores de destino.
step-read-errors-link = Correos con error
step-check-addresses = Corrige las direcciones erróneas en ese script o en su lista: a una dirección que no existe no se le debe escribir otra vez.
step-find-script = Mira qué script envía estos correos y si los reconoces.
step-find-script-link = Scripts
step-secure-script = Cierra la puerta: actualiza el software del sitio, cambia sus contraseñas y añade un captcha a sus formularios.
step-block-script = Detén solo ese script, para que el resto del sitio pueda seguir enviando.
step-block-script-link = Scripts
step-delete-junk = Elimina los correos en espera que no deban salir.
step-delete-junk-link = Correos en espera
step-unblock = Después, reanuda el envío: lo que está en espera sale, primero lo más antiguo.
step-unblock-forced = Después, reanuda el envío: lo que está en espera sale y, durante una semana, se tolera el doble de fallos de lo habitual.
step-purge-spam = Después, elimina todos los correos en espera: a partir de ahí, los nuevos vuelven a salir.
step-decide-spam = Después, decide: reanuda el envío y deja salir lo que está en espera, o elimínalo todo.
step-decide-spam-link = Correos en espera
step-ask-provider = Escribe a tu proveedor de alojamiento y cuéntale qué has cambiado. El envío está bloqueado: solo el proveedor puede reanudarlo.
step-ask-owner = Habla con el propietario del sitio. Tu cuenta puede ver, pero no cambiar nada.
step-watch = Vuelve dentro de unos días: si los fallos disminuyen, la observación termina por sí sola.

# --- the classes of failures, and what each means ---
class-bad-mailbox = La dirección no existe
class-bad-mailbox-means = Ese buzón no existe o se cerró. Comprueba que la dirección esté bien escrita.
class-bad-domain = El dominio no recibe correo
class-bad-domain-means = La parte que va después de la @ no existe o no tiene correo. Comprueba que esté bien escrita.
class-mailbox-full = Buzón lleno
class-mailbox-full-means = Al destinatario no le queda espacio y tiene que hacer sitio.
class-refused-by-policy = Rechazado por una norma
class-refused-by-policy-means = El servidor de destino no acepta este correo o a este remitente. Su respuesta dice por qué.
class-refused-as-spam = Rechazado como spam
class-refused-as-spam-means = El servidor de destino toma por spam el correo o su procedencia.
class-expired = Sin entregar tras varios días
class-expired-means = Se intentó durante días y el servidor de destino nunca lo aceptó.
class-expired-held = Retenido demasiado tiempo
class-expired-held-means = El envío estuvo detenido tanto tiempo que el correo caducó.
class-network = Servidor de destino inaccesible
class-network-means = El servidor de destino no respondió como debía.
class-complaint = Marcado como spam
class-complaint-means = El destinatario indicó a su proveedor que no quiere este correo.
