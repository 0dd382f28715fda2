# Emails that Postern writes to the owner of a site: the report of a day, and warnings. What failures mean, and what to do
# in each state, stands in state.ftl and mail.ftl.

# --- below each of them; $site is the name of a site, $address an email address ---
letter-auto = Postern ha escrito este correo por sí solo. Nadie lee las respuestas.
letter-why-report = Llega a { $address }, la dirección para los informes de { $site }, la mañana siguiente a un día en que falló algún correo.
letter-why-notice = Llega a { $address }, la dirección para los informes de { $site }.
letter-why-operator = Llega a { $address }, porque { $site } no tiene dirección para los informes.
letter-off = No recibir más estos correos
# Where there is no link: $field is a field of the page $page.
letter-off-nowhere = Para no recibirlos más, vacía el campo «{ $field }» en la página «{ $page }» del panel de tu proveedor de hosting.
letter-open = Abrir { $site }

# --- the report of a day ---
report-subject = { $count ->
    [one] { $site }: { $count } correo no llegó el { $day }
   *[other] { $site }: { $count } correos no llegaron el { $day }
}
report-title = { $count ->
    [one] { $count } correo no llegó
   *[other] { $count } correos no llegaron
}
report-lead = El { $day } no llegaron todos los correos de { $site }. Aquí se explica por qué y qué se puede hacer.
report-sent = Entregados
report-failed = Con error
# Reports of a failure that came after the receiver’s server had taken the email.
report-late = Devueltos después de la entrega
report-held = Retenidos
report-purged = Eliminados
report-list = Los correos
report-list-part = Los últimos { $shown } de { $count } correos
report-more = Ver todos los errores de este día
report-more-nowhere = Todos están en el panel de tu proveedor de hosting, en la página «{ $page }»: elige allí el { $day }.

# --- emails that are kept back are given up soon ---
held-goes-subject = { $count ->
    [one] { $site }: { $count } correo retenido caducará pronto
   *[other] { $site }: { $count } correos retenidos caducarán pronto
}
held-goes-title = { $count ->
    [one] { $count } correo retenido caducará pronto
   *[other] { $count } correos retenidos caducarán pronto
}
held-goes-when = { $count ->
    [one] Caduca el { $moment }.
   *[other] El primero caduca el { $moment }; el último, como muy tarde el { $last }.
}
# $class is the name of a kind of error.
held-goes-why = Los correos se retienen { $age } como máximo. Después, cada uno acaba como error («{ $class }»).
held-goes-green = El envío está activo, pero algunos scripts o remitentes de este sitio están detenidos.
held-goes-unblock = Reanuda el envío: los correos retenidos salen.
held-goes-unstop = Deja que el script o el remitente vuelva a enviar: sus correos retenidos salen.
held-goes-release = O deja salir correos sueltos.
held-goes-delete = O elimina lo que no deba salir.

# --- sending was stopped, started again, or what waited was deleted; $state is one of the sentences on a state ---
state-changed-subject = { $site }: { $state }
state-changed-list = Qué se ha hecho

# --- an email failed, and none had for a month ---
first-failure-subject = { $site }: un correo no llegó
first-failure-title = Un correo no llegó
# $span is a number of days.
first-failure-lead = Durante { $span } no había fallado ningún correo de { $site }. Este es el primer error desde entonces.

# --- the page that ends these emails ---
off-title = Informes y avisos
off-lead = Los informes y avisos sobre { $site } llegan a { $address }.
off-button = No enviarlos más
off-done = Desde ahora, los informes y avisos sobre { $site } no llegan a { $address }. Quien gestione el sitio puede volver a indicar una dirección en «{ $page }».
off-over = Este enlace ya ha hecho su trabajo, o nunca tuvo ninguno: a su dirección no llegan informes.
