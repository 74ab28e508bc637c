/** Prose in Spanish, first part: little stories; written for this project. */
export const text: string = `EL MAPA DE DOÑA ÚRSULA

Doña Úrsula Bermejo había dibujado durante cuarenta años el mapa del pueblo, y cada año lo dibujaba de nuevo, porque decía que un mapa viejo es una mentira con buena letra. Salía a las siete, con un sombrero de paja y un cuaderno cuadriculado, y contaba los pasos entre la fuente y la iglesia, entre la iglesia y el horno, entre el horno y la casa de su hermana, con la que no se hablaba. Ese último tramo lo contaba dos veces.

Un otoño descubrió que el pueblo se estaba encogiendo. La plaza, que en su primer mapa medía noventa pasos, ahora medía ochenta y uno. La calle Mayor había perdido una docena. Al principio pensó que sus piernas se equivocaban; pero las piernas de Úrsula habían subido tres veces al monte de la Cruz y no eran de las que se equivocan. Habló con el alcalde.

—Los pueblos encogen —dijo el alcalde, que estaba firmando papeles—. Se va la gente joven y las casas se arriman unas a otras, como las ovejas.

—¿Y qué se hace?

—Nada. Se ponen macetas.

Doña Úrsula volvió a casa y puso sus mapas sobre la mesa, uno encima de otro, contra la luz de la ventana. Vio entonces algo que no había visto en cuarenta años: que todo se acercaba hacia un mismo punto. La fuente, la iglesia, el horno, los plátanos de la plaza: todo venía, despacio, hacia la puerta de su hermana.

A la mañana siguiente no llevó el cuaderno. Contó los pasos, por costumbre, pero en voz baja. Eran treinta y dos; en el primer mapa habían sido cuarenta. Llamó. Tardaron en abrir.

—Has tardado mucho —dijo la hermana.

—Estaba lejos —dijo doña Úrsula—. Pero ya está más cerca.


EL INVENTOR DE SILENCIOS

En una calle que no viene en las guías vivía un hombre que fabricaba silencios. Los hacía de varias clases: silencios de biblioteca, que son secos y huelen a madera; silencios de nieve, que se venden sobre todo en verano; silencios de después de una pregunta, muy difíciles, porque hay que hacerlos a medida.

Los clientes llegaban con prisas y salían despacio. Un juez le compró medio metro de silencio para antes de las sentencias. Una madre de gemelos encargó uno grande y lo pagó a plazos. Un músico, que no tenía dinero, le cambió una melodía por tres silencios pequeños, y dijo después que sin ellos la melodía no habría servido para nada.

Un día entró una niña y pidió un silencio para su abuelo.

—¿Qué le pasa a tu abuelo?

—Que está muy solo. En su casa hay demasiado.

—Entonces no necesita silencio —dijo el inventor.

—Sí —dijo la niña—, pero de otra clase. Del que hay cuando dos están callados.

El hombre buscó en todos los cajones. Buscó en los estantes altos y en el sótano. Tenía silencios de catedral y silencios de fondo de pozo, y uno muy antiguo, de antes de las cigarras. Pero del que pedía la niña no tenía, porque ese, le explicó avergonzado, no se puede fabricar con un solo obrero.

Cerró la tienda a mediodía, por primera vez en veinte años, y se fue con ella a casa del abuelo. Se sentaron los tres junto a la estufa. Nadie dijo nada hasta la noche, y les salió perfecto.


LA APUESTA

—Te apuesto un café a que no adivinas lo que llevo en el saco.

—¿Patatas?

—No.

—¿Carbón?

—No.

—¿Un cordero?

—¿Tú oyes balar?

—Podría estar dormido.

—No es un cordero. Frío, frío.

—Dame una pista.

—Pesa menos que ayer.

—Entonces es hielo.

—Con este calor, buena idea; pero no es hielo.

—¿Deudas?

—Ojalá. Esas pesan más cada día.

—Me rindo.

—¿Te rindes de verdad? Mira que pierdes el café.

—De verdad. Ábrelo.

—Está vacío.

—¿Vacío? ¿Y cómo va a pesar menos que ayer?

—Porque ayer llevaba dentro las ganas de ganarte una apuesta. Anda, vamos, que hoy el café lo pago yo.


EL BARCO DE LA LOMA

Cuando Matías dijo que iba a construir un barco, en el pueblo no se rio nadie, porque Matías era hombre serio y le debían favores. Pero el mar estaba a trescientos kilómetros, y no había más agua que la del pilón.

—¿Para qué quieres un barco? —le preguntó el cura.

—Para cuando haga falta.

Empezó en marzo con la quilla. Eligió un roble que había partido un rayo y lo trabajó con azuela, sin un clavo. En junio tenía las costillas; desde lejos parecía el esqueleto de un animal que hubiera subido a la loma para morirse con buenas vistas. Los niños jugaban dentro. Los perros no entraban.

En el segundo año le puso el forro. En el tercero, la cubierta. Las mujeres cosieron una vela con sábanas de ajuar que ya no iban a usarse, y cada una bordó en su pedazo las iniciales que tenía. La vela, cuando la izaron, decía tantas cosas que no decía ninguna, como el mar.

Matías murió en el cuarto invierno, de un resfriado. Lo enterraron junto al barco, y alguien pensó en venderlo como leña, pero nadie quiso ser quien lo dijera en voz alta.

Pasaron quince años. Una primavera, los ingenieros trajeron planos y un camión de estacas: iban a cerrar el valle con una presa. Ofrecieron casas nuevas al otro lado del monte, y la gente se fue llevando las puertas, las tejas, los muertos. Sólo quedó la loma.

El agua subió sin ruido durante dos meses. El último día, los que miraban desde el dique vieron moverse algo allá arriba: primero un temblor, luego un balanceo, como quien despierta. Y el barco de Matías, con su roble, con sus sábanas, con sus tres generaciones de iniciales, se levantó de la tierra y empezó a navegar sobre el pueblo.

Dicen que dio una vuelta entera a la torre, despacio, antes de buscar el viento.


INSTRUCCIONES PARA SUBIR UNA CUESTA

Se empieza por abajo, que es donde suelen estar las cuestas cuando uno no las ha subido. Conviene no mirar la cima: las cimas, si se las mira, retroceden. Conviene en cambio mirar un objeto cercano, una piedra, una amapola, y llegar hasta él con aire de no querer ir más lejos. Una vez allí se elige otro.

Si la cuesta es larga, hay que repartir la conversación. Los asuntos graves se dejan para el llano; durante la subida se habla del tiempo, de los primos y de lo que se comerá después. Se admite el silencio, siempre que no sea de reproche.

A la mitad hay que sentarse. No por cansancio, sino por cortesía: la cuesta ha hecho su parte y también querrá descansar. Es el momento de mirar hacia atrás y decir «parecía menos», o «parecía más», según el carácter.

El último tramo se sube solo, aunque se vaya con otros. Y al llegar arriba se descubre lo que todo el mundo sabe y nadie cree: que la cuesta seguía subiendo, pero ya no importa, porque desde allí se ve la bajada.
`;
