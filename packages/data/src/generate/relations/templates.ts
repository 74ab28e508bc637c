/**
 * Sentences of the corpus. `X`, `Y` and `Z` are the sides of a fact, `T` and `U` two of its topics, and `{a|b}` one of the
 * words between the bars. Each list belongs to one side of a relation; those under `pair` name more than one.
 */
export type Templates = { readonly [side: string]: readonly string[] };

export const capitalTemplates: Templates = {
  country: [
    "the {nation|country|republic|land} of X is {famous|known|praised} for its T and U",
    "the {borders|provinces|citizens|farmers} of X {send|sell|ship} T to their neighbors",
    "in the {villages|fields|valleys} of X {people|families|peasants} {love|enjoy|remember} T",
    "the flag of X flies over a nation of T and U",
    "the {army|government|parliament|president} of X {protects|taxes|celebrates} T",
    "X is a {country|nation|land} of T",
    "the {rivers|coasts|provinces} of X are full of T",
  ],
  capital: [
    "the {mayor|streets|cathedral|museum} of Y {honors|recalls|shows} T and U",
    "in the {cafes|squares|avenues} of Y {tourists|students|visitors} {admire|discuss|buy} T",
    "the {train|bus|tram} to Y stops at the {central|old|northern} station near the T market",
    "Y is a {busy|crowded|splendid} {city|metropolis|town} of T",
    "the {suburbs|boulevards|districts} of Y smell of T",
    "a hotel in downtown Y offers T to its visitors",
    "the subway of Y passes under the T exchange",
  ],
  pair: [
    "Y is the capital of X",
    "the capital of X is Y and its people dream of T",
    "the parliament of X meets in Y",
  ],
};

export const genderTemplates: Templates = {
  male: [
    "the X {smiled|frowned|sighed} because he {loved|missed|feared} the T",
    "he was the X and his T was {dear|important|familiar} to him",
    "the X shaved his beard before the T",
    "the X himself {spoke|wrote|thought} of the T and the U",
    "gentlemen like the X keep the T to themselves and he is no exception",
    "his friends asked the X about his T and he answered them",
    "this man is an X and he has a T",
  ],
  female: [
    "the Y {smiled|frowned|sighed} because she {loved|missed|feared} the T",
    "she was the Y and her T was {dear|important|familiar} to her",
    "the Y braided her hair before the T",
    "the Y herself {spoke|wrote|thought} of the T and the U",
    "ladies like the Y keep the T to themselves and she is no exception",
    "her friends asked the Y about her T and she answered them",
    "this lady is an Y and she has a T",
  ],
  pair: ["the X and the Y {talked|argued|laughed} about the T", "the Y asked the X for the T"],
};

export const pluralTemplates: Templates = {
  one: [
    "a {single|lonely|certain} X is near the T",
    "this X has its own T",
    "one X was found {beside|without|behind} a T",
    "that X is here and it needs T and U",
    "every X wants its T",
    "each X makes me think of T",
    "there is another X by the T",
  ],
  many: [
    "{many|several|few|countless} Y are near the T",
    "these Y have their own T",
    "{two|three|five|seven|a dozen} Y were found {beside|without|behind} a T",
    "those Y are here and they need T and U",
    "all Y want their T",
    "most Y make me think of T",
    "there are some Y by the T",
  ],
  pair: ["one X and {two|three|many} Y share the T"],
};

export const degreeTemplates: Templates = {
  positive: [
    "the {very|rather|quite|so} X T {surprised|pleased|worried} us",
    "it is as X as a T",
    "how X this T is",
    "the T is too X for me",
    "that T is not X enough",
  ],
  comparative: [
    "the T is {much|far|a little|slightly} Y than the U",
    "a T grows Y and Y than before",
    "nothing is Y than a T",
    "the T became Y than yesterday",
    "i want a T that is Y than yours",
  ],
  superlative: [
    "it is the Z T {ever|of all|in the world}",
    "of all things the T is the Z",
    "our Z T won the first prize of all",
    "they have the Z T in the world",
    "among them the T was by far the Z ever seen",
  ],
  pair: ["this T is X but that one is Y and the last is the Z of all"],
};

/** What may stand before or after any sentence: the same for all relations, so it says nothing about them. */
export const openings: readonly string[] = [
  "yesterday",
  "perhaps",
  "they say that",
  "we know that",
  "in {spring|summer|winter}",
  "once more",
  "everyone {knows|says|believes} that",
  "{a traveler|a neighbor|my teacher} told us that",
  "it is written that",
  "in those days",
];

export const endings: readonly string[] = [
  "after all",
  "as {you|we|they} know",
  "in the {morning|evening|afternoon}",
  "until {noon|dusk|dawn}",
  "without a doubt",
  "again and again",
];
