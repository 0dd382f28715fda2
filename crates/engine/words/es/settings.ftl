# The settings of a site.
settings-report = Dirección para los informes
settings-report-hint = A esta dirección se envían los informes y avisos sobre este sitio. Si la dejas vacía, no se envía ninguno.
settings-report-wrong = Esto no es una dirección de correo. Escríbela así: nombre@example.net, o déjala vacía.
settings-language = Idioma de los informes
settings-language-hint = En este idioma van los correos que Postern te escribe y los correos de prueba.
settings-language-wrong = Postern no habla este idioma. Elige uno de la lista.
settings-zone = Zona horaria
settings-zone-hint = Empieza a escribir una ciudad y elige de la lista. «Hoy» y todas las horas de este sitio se rigen por ella.
# $clock is a time of day, by the time zone that is saved.
settings-clock = Hora actual según la zona guardada: { $clock }.
settings-zone-wrong = Esta zona horaria no existe. Elige una de la lista, por ejemplo Europe/Rome.
settings-notices = Avisarme por correo
# One kind of message: emails that are kept back because sending is stopped are given up after some days.
notice-held-mail-goes = cuando vayan a caducar correos retenidos
notice-held-mail-goes-means = Un día antes de que caduque el primero, cuando aún hay tiempo para dejarlo salir.
notice-state-changed = cuando se detenga o se reanude el envío, o se eliminen correos en espera
notice-state-changed-means = Quién lo hizo, por qué y qué hacer ahora.
notice-first-failure = cuando falle un correo tras un mes sin errores
notice-first-failure-means = Enseguida, sin esperar al informe del día.
settings-save = Guardar
settings-saved = La configuración se ha guardado.
settings-unchanged = No se ha cambiado nada.

# --- what the operator set ---
settings-fixed = Lo que fija tu proveedor de alojamiento
settings-fixed-lead = Si algo de esto debería ser distinto, pídeselo a tu proveedor de alojamiento.
settings-may-look = Tu cuenta puede ver, pero no cambiar nada aquí.
settings-domains = Dominios de los remitentes
# How Postern knows that an email is of this site.
settings-identities = Se reconoce por
# $uid is the number of a user of the server’s system.
settings-uid = Usuario del sistema { $uid }
settings-login = Usuario SMTP { $login }
settings-range = Dirección { $range }
settings-limits = Límites
# $size is a size like 10 MB.
settings-limit-size = { $size } por correo
settings-limit-recipients = { $count ->
    [one] { $count } destinatario por correo
   *[other] { $count } destinatarios por correo
}
settings-limit-queued = { $count ->
    [one] { $count } correo en espera
   *[other] { $count } correos en espera
}
settings-limit-queued-size = { $size } de correos en espera
settings-since = Creado el
settings-none = ninguno
# At the end of a list of which only the beginning is shown.
settings-more = y { $count } más
