import { type Random, random } from "../../random.ts";
import { capitals, degrees, type Fact, genders, plurals } from "./facts.ts";
import {
  capitalTemplates,
  degreeTemplates,
  endings,
  genderTemplates,
  openings,
  pluralTemplates,
  type Templates,
} from "./templates.ts";

/** What holds between the first two words of an analogy, and between the last two. */
export type Relation = "capital" | "gender" | "plural" | "comparative" | "superlative";

/** a is to b as c is to d; all four are different words. */
export interface Analogy {
  readonly relation: Relation;
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly d: string;
}

export interface RelationCorpusOptions {
  /** At least so many words; 320,000 where left out. */
  readonly tokens?: number;
  /** See {@link random}; 0 where left out. */
  readonly seed?: number;
}

export interface RelationCorpus {
  /** Sentences in random order, in lower case and without punctuation, a space between words. */
  readonly sentences: readonly string[];
  /** Words in all. */
  readonly tokens: number;
}

interface Domain {
  readonly facts: readonly Fact[];
  readonly templates: Templates;
}

const domains: readonly Domain[] = [
  { facts: capitals, templates: capitalTemplates },
  { facts: genders, templates: genderTemplates },
  { facts: plurals, templates: pluralTemplates },
  { facts: degrees, templates: degreeTemplates },
];

const everyFact: readonly { readonly fact: Fact; readonly sides: readonly (readonly string[])[] }[] =
  domains.flatMap(({ facts, templates }) => facts.map((fact) => ({ fact, sides: Object.values(templates) })));

/**
 * A text written by a small grammar, in which four relations are planted: which city is the capital of which country, male
 * and female, one and many, and the degrees of adjectives. All pairs are equally frequent, and so are their sides.
 *
 * Word vectors that were learned on it can be held to {@link plantedAnalogies}.
 *
 * @throws RangeError where `tokens` is not a whole number >= 0
 */
export function relationCorpus({
  tokens: atLeast = 320_000,
  seed = 0,
}: RelationCorpusOptions = {}): RelationCorpus {
  if (!Number.isInteger(atLeast) || atLeast < 0) {
    throw new RangeError(`relationCorpus: tokens must be a whole number >= 0, got ${atLeast}`);
  }
  const source = random(seed);
  const sentences: string[] = [];
  let tokens = 0;
  while (tokens < atLeast) {
    // Rounds over all facts and sides keep rare words from staying rare by chance.
    for (const { fact, sides } of everyFact) {
      for (const side of sides) {
        const template = [maybe(openings, source), one(side, source), maybe(endings, source)]
          .join(" ")
          .trim();
        const sentence = write(template, fact, source);
        sentences.push(sentence);
        tokens += sentence.split(" ").length;
      }
    }
  }
  return { sentences: source.shuffle(sentences), tokens };
}

function one(templates: readonly string[], random: Random): string {
  return templates[random.integer(templates.length)] as string;
}

/** One of them, or as often nothing. */
function maybe(templates: readonly string[], random: Random): string {
  return random.uniform() < 0.5 ? one(templates, random) : "";
}

function write(template: string, { words, topics }: Fact, random: Random): string {
  const [T, U] = random.shuffle(topics);
  const [X, Y, Z] = words;
  const named: { readonly [name: string]: string | undefined } = { T, U, X, Y, Z };
  return template
    .replaceAll(/\{([^}]*)\}/g, (_, choices: string) => one(choices.split("|"), random))
    .replaceAll(/\b[TUXYZ]\b/g, (name) => named[name] as string)
    .replaceAll(/\ban? (?=(\w)(\w+))/g, (_, first: string, rest: string) =>
      "aeiou".includes(first) || rest.startsWith("eir") ? "an " : "a ",
    );
}

/**
 * Every analogy that is planted in {@link relationCorpus}: for each relation, all ordered pairs of different facts, as in
 * france : paris :: japan : tokyo.
 */
export function plantedAnalogies(): Analogy[] {
  return [
    ...analogies("capital", capitals, 1),
    ...analogies("gender", genders, 1),
    ...analogies("plural", plurals, 1),
    ...analogies("comparative", degrees, 1),
    ...analogies("superlative", degrees, 2),
  ];
}

function analogies(relation: Relation, facts: readonly Fact[], side: number): Analogy[] {
  const pairs = facts.map(({ words }) => [words[0] as string, words[side] as string] as const);
  return pairs.flatMap(([a, b]) =>
    pairs.filter(([c]) => c !== a).map(([c, d]) => ({ relation, a, b, c, d })),
  );
}
