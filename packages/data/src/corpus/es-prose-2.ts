/** Prose in Spanish, second part: stories, a diary, a dialogue; written for this project. */
export const text: string = `LA MUJER QUE CONTABA TRENES

Cada tarde, a las seis menos diez, Rosario Quiñones sacaba una silla a la puerta de la estación abandonada y contaba los trenes que no pasaban.

—Hoy han sido cuatro —le decía al perro—. El correo, el de mercancías y dos expresos.

La estación llevaba once años cerrada. Habían arrancado los raíles para venderlos al peso, y entre las traviesas crecían hinojos. Pero Rosario había vendido billetes en aquella ventanilla desde los diecinueve años, y conocía los trenes por el modo de faltar: el correo faltaba con puntualidad; el mercancías, con un largo vacío que tardaba mucho en irse; los expresos, de golpe, como un portazo.

Una tarde llegó un muchacho con una mochila y preguntó a qué hora salía el próximo.

—¿Para dónde?

—Me da igual. Para la costa.

Rosario se levantó, entró en la estación, abrió la ventanilla con una llave que llevaba colgada del cuello y se puso la gorra.

—Ida sola o ida y vuelta.

El muchacho dudó. Se notaba que había salido de su casa sin despedirse.

—Ida y vuelta —dijo por fin.

Ella buscó en el cajón un cartoncito de los antiguos, lo picó con la tenaza y escribió la fecha.

—El de la costa acaba de no pasar. El siguiente es mañana. Puede dormir en la sala de espera; hay mantas.

A la mañana siguiente, el muchacho desayunó pan con aceite en la cocina de Rosario, dio las gracias y se volvió andando por donde había venido. Llevaba el billete en el bolsillo de la camisa.

—Cinco —le dijo Rosario al perro aquella tarde—. Hoy han sido cinco. Y uno iba lleno.


DIARIO DE UN APRENDIZ DE JARDINERO

3 de marzo. He llegado al jardín. El maestro se llama Anselmo y me ha dado una regadera sin agua. «Primero aprende a llevarla», me ha dicho. La he llevado toda la mañana de un lado para otro. Las plantas me miraban con desconfianza.

9 de marzo. Ya me deja ponerle agua. Sólo a los geranios, que según él lo perdonan todo. He regado catorce. Uno se ha caído, pero dice que se iba a caer de todas formas.

20 de marzo. Hoy he podado. Anselmo me ha puesto delante de un rosal y me ha preguntado qué rama sobraba. He señalado una. «¿Por qué?». Porque es la más fea. «Pues esa es la que dará la flor». Hemos cortado la más bonita. Me he pasado la tarde pensando en mi primo Federico.

4 de abril. Helada. Salimos de noche a cubrir los limoneros con sacos. Con los sacos puestos parecían una fila de frailes. Anselmo les hablaba; no le he preguntado qué les decía, pero era en plural.

17 de abril. Un topo ha hecho once montones en el césped. Le he propuesto a Anselmo poner trampas. Ha contestado que el topo también es jardinero, sólo que trabaja por debajo.

2 de mayo. La rosa ha salido en la rama fea. Es tan grande que la gente se para. Una señora me ha preguntado si era mía. He dicho que no, que yo sólo quería cortarla.

15 de junio. Anselmo no ha venido. Le duele la espalda. He hecho yo solo la ronda: los geranios, los limoneros, el estanque, las dalias. Al llegar al final me he dado cuenta de que no había mirado el cuaderno ni una vez.

16 de junio. Tampoco ha venido. He visto en el césped el montón número doce. He puesto alrededor un círculo de piedras blancas.

30 de junio. Ha vuelto con un bastón. Ha recorrido el jardín entero sin decir palabra. Al llegar al montón de piedras blancas se ha parado mucho rato. Luego me ha quitado la regadera de las manos y le ha dado dos vueltas. «Esta ya no te sirve», ha dicho. «Te buscaré una más grande».


EL TRIBUNAL DE LOS PÁJAROS

Hubo una vez un juicio en el bosque. Acusaban al cuco de poner los huevos en casa ajena, y presidía la lechuza, que por no ver de día dormía durante las declaraciones y no se dejaba influir.

Habló primero la curruca:

—Señoría, yo crie a su hijo creyéndolo mío. Comía por seis. Cuando le salieron las plumas era más grande que mi marido.

—¿Y no sospechasteis?

—Pensamos que salía a la familia de él.

Habló después el petirrojo, que había perdido dos huevos. Habló el carricero, que había perdido tres. La urraca habló también, aunque no había perdido nada, porque no soportaba que hubiera una conversación sin ella.

Entonces preguntaron al cuco qué tenía que decir.

—Yo no sé hacer nidos —dijo el cuco—. Mi madre no sabía. Su madre tampoco. Nadie me enseñó, porque me crio una curruca a la que yo no entendía. Sé cantar dos notas y sé irme. ¿Ustedes creen que canto por gusto? Digo mi nombre desde un árbol y luego desde otro, por si alguien contesta.

Se hizo un silencio. La lechuza abrió un ojo.

—La sentencia es esta —dijo—: el cuco aprenderá a hacer un nido. Le enseñará la curruca.

Protestaron las dos partes. Pero la ley es la ley. Durante toda la primavera se vio al cuco llevar ramitas torcidas, y a la curruca deshacerlas. El nido salió tan mal que no habría aguantado ni una canción. Y sin embargo el cuco, cuando lo terminó, se metió dentro, y por primera vez en la historia del bosque dijo su nombre una sola vez, y no se fue a otro árbol.


EN LA SASTRERÍA

—Quería un traje.

—¿Para qué ocasión?

—Para ninguna. Para los días corrientes.

—Esos son los más difíciles. Un traje de boda se hace con los ojos cerrados: el novio no se mira. Pero un martes se mira uno mucho. ¿Bolsillos?

—Cuatro.

—¿Qué lleva usted en ellos?

—Las llaves, un pañuelo, la cartera.

—Eso son tres.

—El cuarto es para la mano, cuando no sé qué hacer con ella.

—Entonces lo haremos más hondo. Levante los brazos. ¿Trabaja sentado?

—De pie. Soy profesor.

—Pues una manga será más larga que la otra: todos los profesores acaban con un brazo en el aire. ¿Color?

—¿Qué me aconseja?

—Gris de tiza, para que no se le note el oficio. Y el forro rojo.

—¿Rojo? No soy hombre de rojos.

—Por eso va por dentro.


EL NIÑO QUE PREGUNTABA

A los cuatro años, Tomás preguntó por qué la luna los seguía. Su padre dijo que la luna no seguía a nadie, que estaba muy lejos, y que las cosas muy lejanas parecen ir con uno. Tomás pensó en ello.

—Entonces, la abuela, que está muy lejos, ¿también viene?

El padre conducía. Había llovido, y la carretera tenía charcos en los que la luna se rompía y se arreglaba.

—Sí —dijo—. También.

A los siete preguntó quién había inventado el lunes. A los nueve, si los peces saben que están mojados. A los doce dejó de preguntar en voz alta, y en la casa se notó como se nota que se ha parado el frigorífico.

Muchos años después, en un laboratorio, le mostraron una máquina que contestaba a todo. Los compañeros le hacían preguntas difíciles: raíces, capitales, fechas. La máquina acertaba casi siempre. Cuando le llegó el turno, Tomás escribió despacio:

«¿Por qué nos sigue la luna?».

La máquina respondió con la distancia exacta, el ángulo y el paralaje. Estaba bien. Estaba todo. Tomás le dio las gracias, salió al aparcamiento y condujo hasta su casa con el asiento de al lado lleno de luz.
`;
