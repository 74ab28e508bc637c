/** Prose in English, second part: stories, letters, a dialogue; written for this project. */
export const text: string = `THE CHESS PLAYERS OF NUMBER NINE

On the third floor of number nine lived Mr. Havel, and on the fourth floor Mr. Okafor, and they had been playing one game of chess since the winter the lift broke. Neither liked stairs. They sent the moves down and up by the children of the house, at a boiled sweet a move.

This had its dangers. Children forget. Once a bishop arrived on a square where no bishop could be, and Mr. Havel, after thinking it over for two days, moved as though it were, out of courtesy. Another time a small girl named Petra, who had eaten the sweet in advance, was too ashamed to say that she had lost the paper, and made up a move of her own. It was a very good move. Mr. Okafor received it with respect and lay awake.

From then on Petra made up all of them. She was eight, and had never been taught; but she had stood so often in both doorways, looking at the two boards while an old man found his spectacles, that the pieces had begun to speak to her. On the third floor she was white and on the fourth she was black. She tried to be fair. It was much harder, she found, to be fair than to be clever.

By spring the game had become so beautiful that both men spoke of it to strangers. By summer it could go on no longer. Petra saw it coming for a week: whichever way she turned the thing, white would win in four.

She carried the last move up very slowly. Mr. Okafor looked at the board, and then for a long time at her.

"When did he stop?" he asked.

"February," said Petra.

"And I?"

"The same day."

He nodded. He laid down his king, carefully, as one puts a child to bed. Then he took his stick and his coat, and began, one stair at a time, to go down. At the turning he met Mr. Havel, who was coming up.


LETTERS BETWEEN A LIGHTHOUSE AND ITS ENGINEER

To the keeper, Skerrow Light. Sir: your lamp is reported as turning at the rate of one revolution in thirty-one seconds. The regulation is thirty. Please adjust. R. Fenn, Engineer.

To the engineer. Sir: I have counted it against my watch and found thirty. I have counted it against my pulse and found thirty-six, but I had been on the stairs. Your servant, J. Moyle, Keeper.

To the keeper. Sir: the observation was made from the deck of the packet by an officer with a chronometer. Kindly count again.

To the engineer. Sir: I have counted again, all night, as there was nothing else to do. It is thirty when the wind is west. When the wind is in the north it is thirty-one. I believe the light does not care for the north.

To the keeper. Sir: a light has no preferences. I enclose a spring.

To the engineer. Sir: I thank you for the spring. I have fitted it. It is now thirty in the north and twenty-nine in the west, and the light seems to me less easy in its mind. A ship's master who put in for water said he knew us formerly from all the other lights on the coast, by that second, and asked what had become of it.

To the keeper. Sir: this is most irregular. Send back the spring.

To the engineer. Sir: herewith the spring. I have kept it dry. We are at thirty-one again, wind north, much snow, and last night four vessels went by safe. I counted them twice. I beg to remain.


TWO PEOPLE IN A WAITING ROOM

"Have you been here long?"

"Since they opened."

"And when did they open?"

"I couldn't say. I was asleep in the chair. When I woke up it was open."

"What number have you got?"

"Sixty-two."

"I'm sixty-one. So I'm before you."

"You may be before me on paper. On the chair I'm before you."

"Which do they go by?"

"Nobody has been called yet, so there's no knowing."

"What is it you've come about?"

"I was told to come. And you?"

"I've come to ask what for."

"That's a good idea. Would you ask for me as well?"

"Certainly, if it's me they call."

"And if it's me, I shall ask for you."

"Then it doesn't matter which of us goes first."

"No. I suppose we could both go home."

"We could. Shall we?"

"After you."

"No, no. You were here before me."


THE ORCHARD AT CANDLEMAS

When my grandmother was dying she gave each of us a tree. There were eleven trees and eleven grandchildren, and she had thought about it a good deal. My brother, who was loud, got the quince. My cousin Margery, who could never make up her mind, got a pear on which three sorts had been grafted. I got the crab apple by the wall, which has never given anything anyone could eat.

I was nine, and I minded. I went out and looked at it. It was February; it had lichen to the elbows and one apple, brown, that had hung there since the autumn. I told it what I thought.

All of that spring the others had something to see. The quince flowered like a tea service. Margery's pear came out white, then cream, then white again. Mine did nothing, and then, very late, in a week when nobody was looking, it came out pink from top to bottom; and it hummed. I stood under it. Every bee in the parish had left the other ten and come to mine.

In the autumn a man came from the agricultural college and walked down the rows with my father. At the wall he stopped. "That's the one that does it," he said. "Take that out and you'd have no fruit on the rest. They can't manage by themselves, you know, the good ones. They want one of these to talk to."

I have the orchard now. My brother sold me his quince, and Margery could not decide and so gave me hers. Each Candlemas I go down to the wall with a cup of cider, as she used to, and pour it at the foot, and tell it what I think.


A SHORT HISTORY OF THE DOOR

At first there was only the opening, and whoever wished to come in came in: the wind, the goat, the neighbor. Then somebody hung a hide across it, and with the hide came the first question, which was: who is there?

The wooden door brought the second question, which was: do you know what time it is? The lock brought a third. It is asked in silence, by the one inside, sitting up in bed: did I?

Much later came the glass door, through which both sides can see each other perfectly well, and neither is sure who ought to pull. Then there was the door that turns, which solved this by admitting everyone and keeping them exactly as long as it liked; and then the door that opens by itself, as if one were a king, and stays open after one has gone through, as if one were forgotten.

I have read that in very rich houses they are going back to the opening. There is no door at all. There is a man instead, who stands where it would be and asks who is there. He has a goat, they say, for company. He does not lock anything. But he knows what time it is.


NOTES FOR A NIGHT WATCHMAN

The building is empty from eight. You will not think so at ten. This is the pipes.

There are five floors. On each there is a clock for you to turn your key in, so that it may be known you were there. If you find, as you will about the third month, that it does not matter to anyone whether you were there, go on turning the key. It is then that it begins to matter.

On the second floor is the office of Mr. Lindqvist, who leaves his lamp on. Do not turn it off. He left the firm in the spring, and nobody has had the heart.

The cat is not ours. She will walk with you as far as the fourth floor and no further. I don't know what it is about the fifth. I have always found it very pleasant.

Toward four you will want to telephone somebody. There is a telephone in the lodge. I have written a number under it in pencil. It is the number of the watchman at the flour mill across the river. He also has a pencil, and a telephone. In nine years neither of us has called; but at four o'clock I go to the window and lift my lantern, and over there, each night, after a little while, someone lifts his.

In the morning you hand the keys to the first one in. Say "quiet night". It will have been, by then.
`;
