/** Prose in English, first part: little stories; written for this project. */
export const text: string = `THE BRIDGE INSPECTOR

For twenty-six years Harriet Combe inspected bridges for the county, and in all that time not one had fallen down, which she considered poor evidence of anything. "A bridge that stands has told you one thing," she used to say, "and it told you yesterday."

She owned a hammer with an ash handle, and she went along the girders tapping. A sound rivet rang; a tired one answered late. She did not write down the ones that rang. In the evenings she could still hear the late ones, each in its place, like stars in a constellation only she had named.

The bridge at Lower Wick was her favorite. It was ugly, it carried a lane that three farms used, and there was a rivet in the fourth panel on the upstream side that had been answering late since her second year. She had reported it nineteen times. Nineteen times a young man in an office had written "monitor" beside it, and so she monitored. She drove out on her own Sundays with a flask of soup, tapped once, listened, and drove home.

The year she retired they gave her a clock and a speech. The speech said that nobody would ever know how many lives she had saved, and she thought that this was true, and that it might well be none.

The next Sunday she drove to Lower Wick out of habit. A boy of about ten was sitting on the parapet, hitting the ironwork with a stick.

"This one's different," he said, without looking round.

"Which?"

He hit it again. It answered late.

Harriet stood a while in the road. Then she went to the car and came back with the hammer, and held it out to him handle first.

"Not so hard," she said. "You aren't telling it anything. You're asking."


THE UNDELIVERED

There is a room behind the post office in Saltmarsh where they keep what cannot be delivered. Some of it has no address. Some has an address that is only hope: "To the girl with the green bicycle, Tuesday." There are parcels that tick, parcels that have stopped ticking, and one that smells every spring of hyacinths.

The clerk in charge was named Osgood. He was allowed to open things after seven years, in case there was a clue inside, and he did it every seventh of January with a paper knife and clean hands. He had found, over time, a wedding ring, a tooth, a recipe for plum cake in which the plums had been crossed out, and a map of a garden with an X beneath the pear tree and nothing to say whose garden it was.

What he wrote in the ledger was dry. "Ring, gold, engraved M. No clue." What he did was another matter. He had a bicycle, and in the long evenings he rode about and asked. It took him four years to find M. She was keeping bees. She looked at the ring for some time and said that it had never been hers, that she had been the other one; but that she knew where it ought to go, and would take it there herself, since it was past time that the two of them spoke.

He made the plum cake. He made it without the plums, as written, and it was terrible; and then he saw what the crossing out had meant, and made it with cherries.

Only the garden he never found. But he took the map home, in the end, against the rules, and in his own yard, at the place where the X would have been, he put in a pear tree. When people asked what was under it, he said he was waiting for the tree to tell him. It was a slow tree. He did not mind. It was not as if he had anything to deliver.


A QUARREL ABOUT THE WEATHER

"It will rain," said Mrs. Abernathy.

"It will not," said Mr. Abernathy.

They had been married for forty-four years, and the weather was the one subject on which they allowed themselves to disagree completely.

"My knee says rain."

"Your knee said rain on the day of the regatta."

"It rained on the day of the regatta."

"It rained in the evening. The regatta was in the morning."

"My knee does not keep a diary, Gerald."

He went to the window and put out a hand. The sky was the color of a plate. A swift went over, high up, which meant fine; a cow was lying down in Pollard's field, which meant the opposite, unless it meant that the cow was tired.

"I shall go without an umbrella," he announced.

"I shall go with two," said Mrs. Abernathy.

They walked to the village. It did not rain on the way there. It did not rain in the butcher's, nor outside the chapel, where they stopped to admire the new gate. It did not rain on the way back, until they had come to the elms, half a mile from any roof; and there it rained as though it had been saving up.

She handed him the second umbrella. He put it up without a word. They went on side by side under the noise, in great contentment, each of them having been right.


THE LAST WORD BUT ONE

The dictionary had taken the scholars of the island eighty years, and they had reached the letter Z. There were four of them left. Old Brannock did etymology, the twins did pronunciation, and Miss Teale, who was only sixty, did meaning.

The last word was "zyle", a noun, the small sound made by a boat when it first takes the water. Nobody had said it in living memory, since the boats came now on lorries. But it was a word and it had its card. The twins pronounced it in two ways. Brannock traced it to the Norse and back. Miss Teale wrote the meaning, blotted it, and laid down her pen; and all four sat and listened to how quiet it was.

"There is one we left out," said Miss Teale at last.

"Impossible," said Brannock.

"There is no word for this. For having finished."

They looked. There was "end", there was "completion", there was the rude one that the fishermen used. But for the thing in the room, which was partly relief, and partly like standing on a stair that is not there, there was nothing at all.

"We could make one," said the first twin.

"That is not our office," said the second. "We only write down what people say."

"Then somebody must say it," said Miss Teale. She stood up, opened the window, and considered the harbor, the gulls, the tide on its way out. She opened her mouth. And what she said was so exactly right that the others reached, all three of them at once, for a fresh card.


HOW TO CARRY WATER

Fill the pail to a hand below the rim. A full pail is a boast, and the path will humble it. Lift with the legs. Let the arm hang as if it belonged to somebody patient.

Now walk; and do not watch the water. If you watch it you will correct it, and if you correct it you will set it swinging, and then it is the water that is carrying you. Watch the gate instead. The water will be still when you have forgotten it, and not before.

Halfway, change hands. There is no shame in changing hands. The ones who do not change hands walk crooked all their lives and call it character.

At the gate you will meet someone. It is always so: nobody ever met a soul while carrying nothing. Put the pail down and talk. Put it in the shade. When you take it up again it will be heavier, but that is only because you have put it down, and it will pass.

What you spill belongs to the path. Next spring you will see, by a thin line of green from the well to the door, how often you were thinking of something else.
`;
