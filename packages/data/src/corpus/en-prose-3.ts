/** Prose in English, third part: stories and a lecture; written for this project. */
export const text: string = `THE MAN WHO TAUGHT THE RIVER TO READ

He was a schoolmaster, and they had closed his school. There were not enough children, said the letter; so in September, when the bell should have gone, he carried the blackboard down through the alders and set it up on the bank.

He began with the vowels. He chalked them large, and read them aloud, and waited. The river said what it always said. "Good," said the schoolmaster, who believed in encouragement, "but more distinctly."

By October they had reached the consonants. The river was strong on S and L, and passable on R after rain. With K it did nothing at all until the first frost, when one morning, at the edges, very small and clear, it began to pronounce it.

People came to look. They stood on the bridge with their arms along the rail. Some laughed; but it was noticed that those who laughed came back the next day, and that they moved their lips.

In the spring flood the blackboard was carried off. He saw it go, turning, face up, with the whole of the lesson on it. That night the water came as far as his doorstep, and stopped there, and lay muttering in the dark, going over and over something under its breath.

It went down by morning. On the mud before the house, in one long looping line, from the gate to the wall, it had left its work for him to mark.


LECTURE ON THE HOLE

Ladies and gentlemen, this evening I shall speak about the hole. I have brought one with me. It is in my sock, and you will have to take my word for it.

A hole, strictly considered, is not there. And yet we count them: no one doubts that a flute has seven and a bagel one. We measure them and we fall into them. A thief may steal a cheese, but not its holes, although when he has eaten the cheese you may ask him what became of them, and he will not be able to say.

The ancients feared the hole; the moderns rent it out and call it a garage. A net is made of holes tied together with string, and the fish, who is a practical philosopher, knows which of the two is the important part. A house is a hole with opinions. A button would be nothing without one. What is a needle with no eye but a kind of insult?

I draw your attention, lastly, to the pause. It is the hole in a speech. The young speaker is afraid of it and stuffs it with small words. The old speaker has learned to walk up to the edge of it, and to stand there quite still, with his audience beside him, looking down.

Thank you. I see that several of you can see the bottom.


THE THIRD WISH

The first wish she spent on money, being sensible. It came in the post, the exact sum, with a receipt. She mended the roof, paid the doctor, and bought her sister a piano.

The second she spent on health, being a nurse, and not for herself; it was for a child on her ward, and it came in the night, without a receipt, and in the morning the child asked for toast.

The third she kept. She kept it in the tin with the buttons. From time to time she would take it out and hold it up to the lamp. It had no color to speak of. When her husband lost his position she thought of it, and when the war came she thought of it for a whole week; but other women's sons had gone as well, and it was only the one wish, and she could not find the words that would go round them all.

She grew old. Her hands would no longer do up buttons, and the tin went to the back of the shelf. On the last evening, when her granddaughter asked if there was anything she wanted, she laughed out loud.

"Do you know," she said, "I used to think that somebody would have to ask me that."

She told her about the tin. The girl fetched it, and tipped out the buttons on the quilt: horn, glass, brass, mother of pearl. They looked for a long while.

"It isn't here," said the girl.

"Isn't it?" said the old woman. The window was open. There was music going on in it, somebody's piano, a good way off. "Then I must have been using it."


OVERHEARD AT THE END OF THE PIER

"What do you catch here?"

"Nothing, as a rule."

"Then why do you fish?"

"Look at it this way. If I sat here without a rod, people would ask me what was wrong."

"And with a rod?"

"They ask me what I catch."

"And what do you tell them?"

"I tell them about the big one."

"Was there a big one?"

"There has to be. It's a small question, and you can't send a person off along a whole pier with nothing in the bag."


THE CARTOGRAPHER'S APPRENTICE

For the first year I was allowed to draw only the sea. It is harder than it sounds. "That is a puddle," my master would say, or, "That is a tablecloth." One day in the autumn he looked at what I had done and asked how deep it was; and I understood that I might go on to coasts.

Coasts took two years. A coast, he taught me, is a conversation, and you must never let the land do all the talking. Rivers I was quick at. Mountains made me vain, and he set me to rub them out. Towns came late, and I found that I had nothing to say about them: a ring, a dot, a name.

"Now," he said in the seventh year, "draw me the place you are from."

I drew it in a morning. I knew it well, the mill, the lane, the church with its one long shoulder. I put in everything. When he had examined it with the glass he said that there was not one line in it that was out of true, and that it was no use to anyone.

"Why not?"

"It has no edge. You have drawn it as though there were no leaving it. Where is the road?"

I looked; and it was so. I dipped the pen. I began at the door of the house, as one does, and the line went down past the mill, and along the lane, and came to the margin of the paper, and I watched to see if it would stop.
`;
