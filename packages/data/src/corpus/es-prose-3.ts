/** Prose in Spanish, third part: stories and a recipe; written for this project. */
export const text: string = `EL COLECCIONISTA DE ECOS

Viajaba con una maleta de madera y un cuaderno de pastas negras. Llegaba a los valles a lomos de lo que hubiera, subía hasta la peña más alta y gritaba siempre la misma palabra, que nadie recuerda. Luego escuchaba, y apuntaba: cuántas veces volvía, con qué retraso, en qué tono.

Había ecos educados, que esperaban a que uno terminase. Los había impacientes, que contestaban antes. En un barranco de la sierra encontró uno que traducía: él gritaba en castellano y la piedra respondía en la lengua de los que habían vivido allí. En una mina halló otro tan lento que tuvo que marcharse sin oírlo; dejó dicho a un pastor que lo esperase, y el pastor, a los once días, le mandó un telegrama: «Llegó. Sano. Un poco ronco».

Al final de su vida, ya casi sordo, compró una casa pequeña en una llanura donde no había ni una loma. Le preguntaron por qué había elegido un lugar así, que era lo contrario de todo lo que amaba.

—He gritado toda la vida —dijo—. Aquí es donde me toca contestar.

Y por las tardes salía al umbral, hacía bocina con las manos y decía, en voz muy baja, hacia las cuatro partes del mundo, todas las palabras que le habían devuelto.


RECETA DE LA SOPA DE MI TÍA REMEDIOS

Se toma una olla grande, porque siempre viene alguien. Se pone agua hasta donde diga el día: si llueve, más; si hay fútbol, menos. Se pela una cebolla y se llora lo que se tenga pendiente, que para eso está.

Después se echa lo que haya. Mi tía era estricta en esto: no lo que falta, sino lo que hay. Dos zanahorias, un puerro, el hueso que guardó el carnicero, un puñado de arroz si el mes va corto, y de fideos si va largo. La sal se pone al principio y se olvida; hacia la mitad se vuelve a poner, por miedo; al final se prueba, y se descubre que la primera bastaba. Mi tía decía que eso le había pasado también con los consejos.

Se deja hervir mientras se habla por teléfono. Cuando la conversación se ponga triste, se baja el fuego. Cuando la casa entera huela a domingo, aunque sea jueves, ya está.

Se sirve en plato hondo. El primero es para el que llegó sin avisar.


EL ASCENSOR

El ascensor del edificio tenía seis botones y cinco pisos. Los vecinos lo achacaban a un error de fábrica, y nadie apretaba el sexto, salvo los repartidores, que lo apretaban una vez, no pasaba nada y bajaban a pie maldiciendo.

Una noche, Clara, la del segundo, volvió de enterrar a su madre. Traía una bolsa con las gafas, el rosario y un libro a medio leer. Entró en el ascensor y, por no mirar, apretó cualquier cosa.

El ascensor subió. Pasó el segundo, pasó el cuarto, pasó el quinto, y siguió subiendo con el mismo ruido de siempre. Cuando se abrió la puerta, había un rellano como los demás, con su felpudo y su luz de bombilla. Olía a café. Detrás de la puerta entornada sonaba una radio muy baja.

—¿Eres tú? —dijo una voz.

Clara no se movió.

—No —dijo por fin—. Me he equivocado de piso.

—Ya —dijo la voz—. No te preocupes. ¿Traes el libro? Me quedé en lo mejor.

Clara se agachó y dejó el libro sobre el felpudo, con las gafas encima. Después apretó el dos. Mientras la puerta se cerraba oyó unos pasos de zapatillas que venían sin prisa.

En casa se sentó a oscuras. Le quedaba el rosario. Se dio cuenta entonces de que no había mirado por qué página iba, y le pareció, por primera vez en muchos días, que podía preguntarlo.


LOS DOS POZOS

En el patio del convento había dos pozos. Uno daba agua dulce; el otro, salada, aunque no los separaban ni diez pasos. Los frailes sacaban del primero, y el segundo lo tenían tapado con una losa.

Llegó un fraile joven y preguntó para qué servía un pozo de agua salada.

—Para saber que la otra es dulce —le dijo el prior.

El fraile pensó que era una respuesta de prior. Pero aquel verano se secaron las fuentes, murieron los rebaños y la gente del llano subió con cántaros a pedir. Los frailes repartieron el agua dulce hasta que se vio el fondo. Entonces el joven apartó la losa.

—Esa no se puede beber —le dijeron.

—No es para beber —contestó.

Llenó una caldera, encendió fuego debajo y estuvo hirviéndola tres días. Al cuarto había en el fondo una costra blanca. La rascó, la envolvió en paños y se la dio a los del llano, para que salaran la carne de las bestias muertas antes de que se perdiera. Con eso pasaron el invierno.

Cuando volvió a llover, el prior mandó hacer un brocal al segundo pozo. No dijo nada, porque ya lo había dicho.
`;
