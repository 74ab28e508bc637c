/** Verses in English, first part; written for this project. */
export const text: string = `THE LADDER

My uncle built a ladder once
to mend the steeple clock;
it had one rung for every hour
and one more for the shock.

He climbed past six, he climbed past nine,
he climbed past half past ten,
and there he met the minute hand
just coming round again.

"Excuse me, sir," my uncle said,
"I've come to set you right."
"You're early," said the minute hand.
"We do not mend at night."

So down he went, past ten, past nine,
past every rung he knew,
and when his boots had reached the ground
the clock was striking two.

He never told us what it meant.
He kept the ladder, though,
and leaned it up against the dark
in case the dark should grow.


HARBOR IN FEBRUARY

The boats are tied like patient dogs
and nod at every wave;
the gulls are arguing again
on how they should behave.

A man is painting out a name
with slow and even hands;
the letters underneath come through,
as if they had their plans.

He paints again. The name comes through.
He laughs and shuts the tin.
"All right," he tells her, "keep it, then."
The tide is coming in.


SONNET FOR A KETTLE

You stand all day and ask for nothing more
than water, and a little time, and flame;
you do not care for glory or for war,
and every guest who comes to you is the same.

You start with silence, as the wise begin;
then comes a murmur, like a distant crowd,
a small debate that rises from within,
until at last you say it all out loud.

I've known of men who boiled at half your heat
and never made a single cup of tea,
and women who had deserts at their feet
and called for water, and remained as free.

So sing, old friend, and let the window mist:
some mornings it is all that does exist.


THE FOX AT THE CROSSROADS

A fox came down to where four roads
ran into one another;
the first was straight, the second bent,
the third one had no brother.

The fourth was hardly there at all,
a scratch upon the clover;
the fox sat down and curled its tail
and thought the matter over.

"The straight one leads to where it leads,
the bent one leads there later;
the third will make me somebody,
and nobody is greater.

"But here is one that no one chose,
that no one's heel has broken,
and if I take it, it will be
the first word that was spoken."

It rose and went. The clover closed.
The four roads were a puzzle
to every hound that came that day
and stood with dewy muzzle.


WHAT THE SNOW SAID

It said it once, it said it low,
it said it to the wall:
whatever falls the slowest here
is longest in the fall.

It said it to the garden gate,
it said it to the stone,
it laid a hand on every roof
as if it were its own.

And in the morning not a word
was left for us to keep,
except the print of one small bird
who had not been asleep.


THE BAKER'S ARITHMETIC

Thirteen loaves will make a dozen
if the thirteenth one is free;
twelve will go to aunt and cousin,
one is kept for company.

Half a pound of salt is plenty,
half a pound of haste is not;
count the minutes up to twenty,
then forget that you forgot.

Add the butter by the thumbful,
take the sugar by the sigh;
he who measures is a humble
sort of wizard. So am I.


LULLABY FOR A LIGHTHOUSE KEEPER'S DAUGHTER

Hush, the light is going round,
once for every ship not drowned,
once for every ship that may
find its way at break of day.

Hush, the stairs are ninety-three,
forty up from where is sea,
fifty more to where is light,
three to say a slow good night.

Hush, the fog has lost its shoe,
looking for the likes of you;
let it look and let it stay,
it has nothing much to say.

Hush, your father trims the flame,
every night and never the same;
somewhere out there, tired and wet,
someone's not in harbor yet.


THE LEARNING MACHINE

It started out with random weights
and opinions without cause;
it called a teapot Wednesday night,
a hedgehog, Santa Claus.

We did not scold, we did not shout,
we measured how far wrong,
and passed the blame from end to end
the way it came along.

A little less of this, we said,
a little more of that;
the hedgehog drifted toward a brush,
the brush became a cat.

And after forty thousand slips,
each smaller than before,
it looked upon a teapot once
and offered us to pour.

Now is there something there that knows,
or only weights that sum?
I asked it, and it said: "It depends.
What else could it have come from?"


MARKET DAY

Cabbages, cabbages, round as a drum,
plums for a penny and pears for a plum,
a rooster who lectures the man with the scales
on weights and on measures and feathers and tails.

A lady is weighing a melon by ear,
a boy has a lizard he says is a deer,
the fish have an air of not wanting to know,
the eels have decided it's time they should go.

At noon comes the thunder, at one comes the sun,
at two the potatoes are practically done,
at three there is nothing but straw on the stones,
and a dog who is reading the news in the bones.


LETTER LEFT IN A LIBRARY BOOK

Dear stranger, if you've come this far
(it's page one-ninety-four),
then you are one of very few,
perhaps there are no more.

The book gets better after this.
The uncle is not dead.
The girl will find the second key
inside the loaf of bread.

I read it in a winter room
with no one there to tell;
and so I tell it here to you,
and wish you very well.

If ever you should feel the need
to answer, as one should,
then put your letter in a book
that nobody thinks good.


OLD MAPS

The old maps had a lion drawn
where no one yet had been;
the blank was always painted gold,
the border, painted green.

They did not know the river's name,
nor where the mountains broke,
and yet they put a little house
and over it some smoke.

I think they had it right enough.
Wherever we may roam,
the part of it we do not know
must still be someone's home.


COUNTING RHYME

One for the window and two for the door,
three for the spider who lives on the floor,
four for the kettle and five for the cup,
six for the stairs that will only go up.
Seven for silver and eight for the string,
nine for the song that the cupboard will sing,
ten for the hand with a light in the hall:
eleven, eleven is no one at all.


RAIN ON A TIN ROOF

It types all night a long report
on matters of the sky:
the minutes of the thundercourt,
the reasons and the why.

It has no margin and no end,
no paragraph, no page;
it has the patience of a friend,
the manners of an age.

At dawn it signs it with a drop
that hangs and will not fall,
and every bird in every top
begins to read it all.
`;
