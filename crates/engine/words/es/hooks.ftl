# Webhooks: programas de otros a los que se les dice lo que ocurre aquí.
nav-webhooks = Webhooks
hooks-lead = Programas avisados en el acto cuando ocurre algo con este sitio: con una petición firmada por HTTPS.
hooks-lead-all = Programas avisados en el acto de lo que ocurre, de todos los sitios o de uno: con una petición firmada por HTTPS.
hooks-none = No hay ningún webhook
hooks-none-means = Lo necesita un programa que quiere saber en el acto lo que ocurre: un área de clientes, una supervisión, un chat.
hooks-show = Mostrar los webhooks
hooks-add = Añadir un webhook
hooks-add-lead = Se llama a la dirección cada vez que ocurre algo. Quien se ocupa de ella encuentra en la documentación lo que se envía y cómo se comprueba la firma.
hooks-address = Dirección
hooks-whose = Sitio
hooks-all-sites = todos los sitios
hooks-told = Avisado de
hooks-everything = todo
hooks-state = Estado
hooks-on = activo
hooks-off = apagado
hooks-off-gone = apagado: el destinatario respondió que no quiere nada más (410)
hooks-waiting = { $count ->
    [one] { $count } evento espera ser comunicado.
   *[other] { $count } eventos esperan ser comunicados.
}
hooks-dropped = { $count ->
    [one] { $count } evento no se comunicó: esperaban demasiados, o el webhook estaba apagado.
   *[other] { $count } eventos no se comunicaron: esperaban demasiados, o el webhook estaba apagado.
}
hook-kind-state-changed = envío activado o desactivado
hook-kind-mail-failed = correos con error
hook-kind-held-expiring = correos retenidos que caducan en un día
hook-kind-report-sent = informes diarios de errores
hook-kind-test = prueba

hooks-url = Dirección
hooks-url-hint = Empieza por https://
hooks-private = Puede llevar a esta máquina o a una red privada
hooks-private-hint = Entonces también es posible una dirección sin cifrar (http://). Si otra persona cambia la dirección, este permiso se retira.
hooks-active = Activo
hooks-active-hint = Apagado: no se comunica nada, y lo que espera se descarta.
hooks-fault-no-url = Esto no es una dirección web. Tiene la forma https://hooks.example.org/postern
hooks-fault-too-long = La dirección es demasiado larga.
hooks-fault-user-info = Un nombre y una contraseña en la dirección no se envían. Ponga una palabra secreta en la ruta.
hooks-fault-fragment = Lo que sigue a # en una dirección no se envía nunca. Quítelo.
hooks-fault-clear-text = La dirección tiene que empezar por https://
hooks-fault-inside = { $address } es una dirección de esta máquina o de una red privada. Solo quien gestiona el alojamiento puede permitirlo.
hooks-fault-kinds = Elija al menos uno.
hooks-fault-many = Ya hay { $count } webhooks, no puede haber más. Elimine uno que no haga falta.

hooks-made = El webhook está listo
hooks-secret-lead = Con este secreto el destinatario comprueba que una petición viene de aquí. Se muestra ahora y nunca más.
hooks-to-hook = Al webhook
hooks-title = Webhook
hooks-change = Cambiar
hooks-save = Guardar
hooks-changed = El webhook ha sido cambiado.
hooks-secret = Secreto
hooks-rotate = Crear un secreto nuevo
hooks-rotate-means = Si alguien más puede conocerlo, cree uno nuevo. Durante un día se firma con los dos, para cambiar el destinatario con calma.
hooks-rotated = El webhook tiene un secreto nuevo
hooks-rotated-lead = Durante un día se firma también con el secreto antiguo. El nuevo se muestra ahora y nunca más.
hooks-old-secret = El secreto antiguo firma también hasta { $until }.
hooks-test = Enviar una prueba
hooks-tested = Una prueba está en camino. En un momento el registro muestra lo que se respondió.
hooks-remove-title = Eliminar
hooks-remove = Eliminar el webhook
hooks-remove-question = ¿Eliminar este webhook?
hooks-remove-told = Ya no se le comunica nada.
hooks-remove-log = Su registro y su secreto desaparecen.
hooks-removed = El webhook ha sido eliminado.

hooks-log = Las últimas respuestas
hooks-log-none = Hasta ahora no se ha comunicado nada.
hooks-event = Evento
hooks-answer = Respuesta
hooks-becomes = Estado
hooks-again = Enviar de nuevo
hooks-again-done = El evento está de nuevo en camino.
hooks-again-gone = Este evento ya no está en el registro.
hooks-again-at = de nuevo a las { $at }
hooks-in-line = espera a los anteriores
hooks-taken = recibido
hooks-given-up = abandonado
hooks-took = { $count } ms

hook-trouble-no-such-name = no existe el host { $detail }
hook-trouble-name-servers = no se puede averiguar la dirección del host: { $detail }
hook-trouble-no-address = el host { $detail } no tiene dirección
hook-trouble-inside = el host solo tiene direcciones de esta máquina o de una red privada: { $detail }
hook-trouble-clear-text = a { $detail } se le llama sin cifrar, lo que solo se permite en redes privadas
hook-trouble-no-connection = sin conexión: { $detail }
hook-trouble-tls = no hubo acuerdo sobre el cifrado: { $detail }
hook-trouble-certificate = el certificado no es bueno: { $detail }
hook-trouble-no-roots = esta máquina no conoce autoridades de certificación: hay que instalar ca-certificates
hook-trouble-too-slow = no hubo una respuesta entera en { $detail } segundos
hook-trouble-broke-off = la conexión se cortó: { $detail }
hook-trouble-too-long = la respuesta pasa de { $detail } KiB
hook-trouble-redirect = la respuesta lleva a otro lugar ({ $detail }), y no se sigue: cambie la dirección del webhook
hook-trouble-status = respondió { $detail }
hook-trouble-gone = respondió { $detail }: el destinatario no quiere nada más, el webhook está apagado
hook-trouble-sealed = el secreto se selló con otra clave: cree uno nuevo
hook-trouble-no-url = la dirección no se puede usar: { $detail }

audit-webhook-add = añadió un webhook
audit-webhook-change = cambió un webhook
audit-webhook-remove = eliminó un webhook
audit-webhook-off = apagó un webhook
audit-webhook-send-again = envió de nuevo un evento de un webhook
