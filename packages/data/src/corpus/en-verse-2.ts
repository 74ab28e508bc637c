/** Verses in English, second part; written for this project. */
export const text: string = `THE SURVEYOR

He walked the hill with chain and pole
and wrote the hill in ink;
he marked the well, he marked the knoll,
he marked where cattle drink.

He wrote the hedge, he wrote the lane,
the barn with half a door,
and when the hill was wholly written
he walked it through once more.

A hare sat up where no hare was
by any line he'd penned,
and looked at him a long, long while,
as one who meets a friend.

He took his pencil and he drew
a small cross on the spot,
and wrote beside it, very neat:
"Here something is. Or not."


DIALOGUE OF THE TWO CLOCKS

Said the tall clock in the hall:
"I was here before the wall."
Said the small clock by the bed:
"I am listened to instead."

"I strike noon for all the town."
"I know when the lamp goes down."
"I have weights of solid brass."
"I have seen the fever pass."

"I am wound by ladies' hands."
"I am one who understands
what it is at ten past three
when there's no one else but me."

Silence then. A board gave way.
Far off, something turned to gray.
And the tall clock, in the gloom:
"Tell me: what is in that room?"


BALLAD OF THE SALT ROAD

They carried salt from Northam Quay
to where the hills begin,
with forty mules and seven men
and one small violin.

The mules were gray, the men were brown,
the fiddle black as tar,
and every night the tune was short
and every day was far.

At Gallow Ford the river rose
and took away the lead,
and took the salt of fifteen mules.
"It's sweeter now," one said.

At Miller's Cross the snow came down
and took away the road;
they burned the packing and they sang
to lighten what they owed.

They came in April to the hills
with five mules and no salt,
and all the village stood and stared
and asked whose was the fault.

The fiddler took the fiddle out,
the strings were down to two,
and played them what the river played
and what the winter blew.

They wept, and each one wiped a cheek
and tasted on the hand
what they had waited for so long
and could not understand.

"There is your salt," the fiddler said,
"and not a grain is gone.
Now give us bread, and give us hay,
for we are going on."


SMALL ODES

To the button

You are the moon of everything that closes.
When you are lost the whole coat knows the wind.

To the spoon

Half mirror and half ladle, upside down
you hold the kitchen like a captive town.

To the pencil

You shorten as you speak. Would that we all
grew smaller with each word, and said it small.

To the doorstep

All day you say it: neither in nor out.
You are the only one who has no doubt.

To the umbrella

Bat of good manners, folded in the hall,
you dream of storms and are not wet at all.

To the onion

You give us reasons. Under every one
another reason; underneath them, none.


THE NIGHT TRAIN

The night train has a yellow thread
of windows pulled through trees;
a soldier sleeps, a baby cries,
a nun is eating cheese.

A salesman dreams of larger shoes,
a girl of smaller rooms;
between the cars a cold wind plays
on couplings as on looms.

And every face is laid upon
the dark that's passing through,
so for a mile each field we cross
is looking in at you.


ADVICE TO A YOUNG RIVER

Begin as low talk under fern.
Be late. Be led. Be small.
When there's a stone, go round the stone;
when there's a drop, then fall.

Do not be hurried by the mill,
nor flattered by the swan,
nor grieved that what you show the moon
by morning will be gone.

Take in the brooks that come to you,
their mud, their names, their tune;
it is not yours, the way you go,
it's only yours till noon.

And when the land has let you out
and there's no other shore,
you'll hear a great voice say your name.
You will not need it more.


THE TAILOR'S MICE

Three mice lived in a tailor's shop
and learned to thread and hem;
they took the scraps the tailor dropped
and made them up for them.

The first one made a velvet hat,
the next a coat of twill,
the third, a flag to show the cat
that they were living still.

The cat, who had an eye for cloth,
came close and felt the weave.
"Whose work is this?" "It's mine," said one,
"and so's the coat and sleeve."

"Then make me something," said the cat,
"with pockets, striped, and wide,
and I shall never eat a mouse,
or not with them inside."


AUTUMN INVENTORY

Four apples on the window ledge,
one for each kind of weather;
a ladder leaning on the hedge,
a glove without its other.

A wasp that cannot find the gap
it came in by in June;
the cat, like butter, in a lap
of early afternoon.

A jar of nails, a ball of string,
a letter from the bank;
and high up, in an arrowing,
the geese, rank after rank.

They pass, and say the one thing twice,
and leave the sky ajar.
We bring the wood in, in a trice,
and see how near we are.


THE MAN WHO SOLD SHADOWS

He had them folded on his arm
like coats he'd come to sell:
"A slim one, sir? A lady's charm?
An oak's? A wishing well?"

A widow bought a garden wall,
a child, a running hound;
a banker bought the shade of all
his money, pound by pound.

At dusk he shook the cart out clean
and counted up his pay,
and walked off over grass so green
it let him walk away;

for he himself, as children saw
who followed down the lane,
threw nothing on the ground at all,
in moonlight or in rain.


FIVE MORNINGS

Monday: the broom begins to talk
to last week's crumbs, and wins.
Tuesday: the clouds come by in chalk
and wipe away their sins.
Wednesday: a letter for next door,
a bird upon the wire.
Thursday: the light lies on the floor
as if it paid for hire.
Friday: the loaf is hard as oak,
the moon is like a rind.
And Saturday, the morning broke.
I left the week behind.


EPITAPH FOR A SCARECROW

Here lies a man of honest straw
who stood in every weather,
and kept, by doing nothing, law,
and held the field together.

He had one coat. He had no heart.
The crows came to the grave,
and each one, having said its part,
gave back the grain he gave.


CLOSING TIME

The chairs are up, the lamps are few,
the street is putting on its coat;
the barman wipes a ring or two
that looked like something someone wrote.

Good night to those who did not speak,
good night to those who spoke too long;
the door has got a three-note creak
that is the end of every song.
`;
