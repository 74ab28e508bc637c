/** Verses in Spanish, second part; written for this project. */
export const text: string = `LA MÁQUINA QUE APRENDE

Le dieron mil y una sumas
y en todas se equivocó;
bajó un poco la pendiente
y una de ellas acertó.

Bajó otro poco a ciegas,
tanteando como un bastón:
si el suelo sube, lo deja;
si baja, dice: «Allá voy».

No sabe qué es una rosa,
no sabe qué es el amor;
sabe que entre dos errores
uno siempre era menor.

Y así, bajando y bajando
por un valle sin color,
llegó al fondo de una casa
donde alguien la saludó.

«¿Cómo has venido tan lejos
sin mapa y sin corazón?».
«Pregunté a cada tropiezo
de qué lado estaba el sol».


EL PESCADOR DE TEJADOS

En el tejado de enfrente
hay un hombre con sedal;
pesca chimeneas viejas,
antenas y algún gorrión.

Ayer sacó una cometa
perdida desde San Juan,
con su cola de corbatas
y su carta para Dios.

La devolvió al aire limpio,
porque era pequeña aún;
los peces de los tejados
se quieren grandes y azul.


BALADA DEL CARTERO

Llevo cartas de los vivos,
de los ricos, del doctor;
llevo una que no pesa
y es la que pesa mejor.

Subo al cuarto, bajo al quinto,
llamo a puertas sin timbrar;
los perros saben mi nombre,
y yo, el de su soledad.

Una vieja me esperaba
cada martes en su umbral;
nunca hubo carta para ella,
y yo le daba el lugar.

Un martes le escribí una:
«Querida amiga: ¿qué tal?
Por aquí todo tranquilo.
Su cartero. Sin más».

La leyó despacio, en silencio,
la dobló, volvió a mirar,
y me dijo: «Ya era hora.
Pase usted a merendar».


TIERRA SECA

No ha llovido en cuatro lunas
y la tierra abre su pan;
por las grietas se le asoman
las raíces a escuchar.

El abuelo mira el cielo
como quien mira a un deudor:
sin rencor y sin descuido,
esperando su razón.

Una nube, una muy sola,
cruza el monte sin parar.
«Esa es de otro», dice el viejo;
«la nuestra viene detrás».

Y cuando llega la noche
deja un cubo en el portal,
no por si llueve, nos dice:
por si quiere descansar.


SONETO DE LA LLAVE

Perdí la llave y me quedé en la acera
mirando mi ventana desde fuera:
allí estaba mi lámpara encendida,
mi silla, mi café, mi propia vida.

Qué extraño ver la casa de esa suerte,
igual que la verá quien no me espera;
pensé: si la cortina se moviera,
sería yo quien baja, y no la muerte.

Pasó un vecino y dijo: «Buenas noches».
Pasaron, lentos, cuatro o cinco coches.
La luna puso un pie sobre la verja.

Después, en el bolsillo más pequeño,
sonó la llave como suena un sueño.
Subí. Y aún me miro desde afuera.


EL CIRCO SE VA

Ya desmontan la alegría:
primero quitan el sol
de tela, luego la luna,
luego el mástil y el farol.

El payaso, sin su cara,
carga cubos de latón;
lleva un niño de la mano
que se parece al león.

Queda un círculo en la hierba
del tamaño de un reloj;
durante un mes, los caballos
del pueblo harán su función.


CANCIÓN DE LOS OFICIOS

El herrero tiene un yunque
que contesta cuando da;
el barbero, dos espejos
y una historia que contar.

La partera tiene el alba
metida en el delantal;
el sereno tiene llaves
de lo que nadie abrirá.

El zapatero conoce
por el tacón la verdad:
quién camina hacia su casa
y quién de su casa va.

Y el poeta, ¿qué oficio tiene?
Pues ninguno, o uno igual:
pone suelas a las voces
para que puedan andar.


EL RÍO Y LA PIEDRA

Dijo el río a la piedra: «Muévete».
Dijo la piedra: «Ya voy».
Pasaron quinientos años
y la piedra era un tambor.

Pasaron otros quinientos
y la piedra era un botón;
la encontró una lavandera,
al abrigo la cosió.

Cruzó puentes, cruzó ferias,
cruzó el mar y un corredor,
y una noche, en una percha,
oyó llover y pensó:

«Cuánto ha tardado aquel río
en tener toda la razón».


LA ABUELA CUENTA

Cuando yo era una muchacha
no existía el alquitrán,
y las noches eran noches
de poderlas estrenar.

Íbamos seis en un burro,
cuatro al lado y dos atrás,
a bailar a los tres pueblos
que tenían acordeón.

Tu abuelo no sabía nada:
ni bailar ni conversar;
pero una vez, en la fuente,
me guardó el turno, y ya está.

Así empiezan muchas cosas:
un cántaro, un buen lugar,
alguien que dice: «Usted pase».
Lo demás viene detrás.


HAIKUS DE LA CIUDAD

Sobre el semáforo
un mirlo canta en rojo.
Nadie lo multa.

Llueve en la plaza:
la estatua del guerrero
pierde su polvo.

Última tienda.
El dueño apaga el mundo
con un dedo.

Metro de noche:
cada ventana lleva
su propia cara.

En la azotea
las sábanas se abrazan
y no se dicen.

Café de barrio.
La taza deja un sol
sobre el periódico.

Niebla temprana:
la grúa está pescando
un edificio.

Puesto de libros.
Un niño lee de pie
toda una isla.


TRABALENGUAS DEL TELAR

Teje Tecla en su telar
treinta trenzas de tisú;
si la trama se destrama,
¿quién la trama sino tú?

Ata, tensa, tira, traza,
trae la lana, trae la luz;
tela tuya, tela nuestra,
tela larga del Perú.


LA CASA VACÍA

Quedaron en la pared
los marcos de lo que vi:
un cuadrado sin retrato,
un redondel de jazmín.

La cocina guarda un eco
de cucharas y de abril;
si uno pisa la baldosa
suena todavía allí.

En el cuarto de los niños
hay medidas con perfil:
«Lucía, seis años», «Pedro»,
«el perro, puesto hasta aquí».

No se venden esas rayas
ni se pueden repetir.
Cerré la puerta despacio,
por no despertarlas. Y en fin.


DESPEDIDA

Me voy sin hacer ruido,
como se va el calor:
dejo la silla tibia
y el vaso con su sol.

Si preguntáis por dónde,
por donde siempre voy:
por la calle de abajo,
la que no tiene adiós.

Guardadme un poco de pan,
no por hambre: por si no.
Y si no vuelvo, comedlo
a mi salud y a la de dos.
`;
