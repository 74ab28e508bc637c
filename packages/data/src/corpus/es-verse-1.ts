/** Verses in Spanish, first part; written for this project. */
export const text: string = `EL MOLINO

El molino del arroyo
ya no muele ni da pan,
pero el agua se levanta
cada día a trabajar.

Lleva hojas, lleva nubes,
lleva un barco de papel,
y a la rueda que no gira
le pregunta si está bien.

«Estoy vieja», dice ella,
«pero escucho tu canción:
mientras pases por mi orilla
yo daré vueltas con voz».


CARTA A UN HERMANO

Te escribo desde la mesa
donde aprendimos a leer;
todavía está la mancha
del tintero que volqué.

Mamá plantó dos naranjos
y uno ya quiere crecer;
el otro mira hacia el muro
como quien no sabe qué.

El perro duerme en tu cama,
nadie lo puede mover;
cuando suena tu nombre alza
una oreja, o dos, o tres.

Aquí llueve los domingos
y los lunes otra vez;
si vuelves, trae zapatos.
Si no vuelves, trae los pies.


NANA DEL FARO

Duerme, barquita de pino,
que el faro no dormirá;
abre un ojo, cierra el otro,
y los dos miran al mar.

Duerme, red llena de estrellas,
que mañana pescarán
tres sardinas de domingo
y una luna sin salar.

Duerme, viento de poniente,
deja ya de preguntar;
lo que el día no responde
la noche lo guardará.


EL RELOJERO

En la calle del Olvido
tiene su taller don Juan:
arregla horas perdidas,
remienda la eternidad.

Le llevé una tarde mía
que no quería acabar;
la abrió con un destornillador,
sopló polvo de cristal.

«El muelle está fatigado
y la aguja mira atrás;
déjemela hasta mañana,
que mañana lo sabrá».

Volví el martes, volví el jueves,
y don Juan no estaba ya;
en la puerta había un letrero:
«He salido. Tardaré un rato más».


DÉCIMA DE LA ACEITUNA

Verde nací de un olivo,
negra me volvió el invierno;
guardo en mi pecho lo tierno
y en mi hueso lo que es vivo.
A ningún sabor esquivo
ni sal ni ajo me da pena;
la muela me hizo ser buena,
la prensa me hizo ser oro,
y en la lámpara que adoro
ardo y alumbro la cena.


CAMINO DEL NORTE

Voy con la mula delante
y el camino detrás va;
ella sabe dónde vamos,
yo sólo sé preguntar.

En la venta de la cuesta
nos dieron queso con miel,
una manta para el frío
y un consejo: no volver.

Los montes ponen su sombra
sobre el trigo por segar;
una campana distante
cuenta nueve y se va.

Mula mía, compañera,
si te cansas, dímelo,
que la carga que tú llevas
la he llevado antes yo.


SONETO DEL PAN

Amasa el panadero en la alta hora
en que los gallos buscan su garganta;
la harina es una nieve que se planta
y espera bajo el paño a ver la aurora.

El horno tiene un sol que no devora:
lo dora todo, y al dorarlo canta;
y sube por la calle, y se adelanta
al sueño, aquel olor que nos mejora.

No hay catedral que huela a lo que huele
la puerta humilde cuando el pan madura,
ni rey que tenga el trono de su mesa.

Partidlo sin cuchillo: así no duele.
La mano que lo da no se apresura,
la mano que lo toma es la que reza.


LA TORTUGA Y EL TREN

Una tortuga en la vía
se detuvo a meditar
si era mejor lo que andaba
o era mejor descansar.

El tren venía de lejos
con un cuarto de azafrán,
con un obispo dormido
y seis cajas de coral.

Silbó tres veces la máquina,
frenó con mucha piedad,
y el obispo, despertando,
preguntó: «¿Qué pueblo es ya?».

«Es el pueblo de Tortuga»,
dijo el guarda sin dudar,
«dos minutos de parada,
o los que quiera durar».


COPLAS SUELTAS

Dicen que el agua no sabe
el camino que llevó;
yo la vi bajar del monte
como quien lo recordó.

De tu casa hasta la mía
hay una calle y un sol;
por la calle viene el día,
por el sol me vengo yo.

Al que me pida la luna
le daré un espejo y pan:
con el pan que se entretenga,
con el espejo, la verá.

No me digas que me quieres
con tanta seguridad;
dímelo como la lluvia,
que no sabe si caerá.

La guitarra tiene un hueco
y por el hueco se va
todo lo que no dijimos
y que ahora sonará.

Sembré una palabra seca
en la huerta del lugar;
creció una pregunta verde
y la vinieron a regar.


EL GATO DE LA BIBLIOTECA

Duerme sobre los tratados
de geometría y de sal;
tiene un bigote en el índice
y la cola en el final.

Los sabios bajan la voz,
los ratones mucho más;
él conoce de memoria
el calor de cada edad.

Una vez abrió los ojos
delante de un manual
que explicaba cómo el gato
caza, come y duerme en paz.

Leyó dos líneas completas,
bostezó con dignidad,
puso encima las dos patas
y corrigió lo demás.


ROMANCE DE LA COSTURERA

A la luz de una bombilla
cose Elvira su jornal;
una puntada es de hilo,
la otra es de oscuridad.

Cose un vestido de novia
que otra muchacha usará;
en el dobladillo esconde
una hojita de azahar.

«Que le dure la alegría
lo que dura este percal,
y si un día se le rompe
que lo sepa remendar».

Suena el reloj de la torre,
doce golpes de metal;
Elvira muerde la hebra
y la noche se va atrás.

Por la mañana la novia
se mira en el ventanal
y no sabe por qué huele
su falda a naranjal.


LA ESCUELA VIEJA

Había un mapa colgado
con un país de otro color;
la maestra lo nombraba
y llovía en el salón.

Sumábamos con los dedos,
restábamos con la voz,
y en la tabla del siete
siempre se iba alguno al sol.

Hoy la escuela es una tienda
de paraguas y jabón;
pero en la pared del fondo
queda un clavo y un renglón.

El renglón dice: «Mañana
traigan hojas y un color».
Yo he venido con mis hojas.
Me he sentado. Aquí estoy yo.


INVENTARIO DE ABRIL

Una ventana entreabierta,
una taza sin su par,
cuatro moscas que discuten
la herencia de un mismo pan.

Un almendro que fue nube,
una nube que es un mar,
un niño que salta charcos
sin saber que sabe andar.

Un paraguas olvidado,
un bastón en el zaguán,
y el abuelo, que hace cuentas
de lo que le falta dar.
`;
