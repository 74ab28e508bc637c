import { type Random, random } from "../random.ts";
import { Table } from "../table/table.ts";

export interface AdoptionsOptions {
  /** Animals in all; 1000 where left out. */
  readonly count?: number;
  /** Standard deviation of what no column knows; 0.5 where left out. 0 makes the speed a function of the columns. */
  readonly noise?: number;
  /** The share of ages and weights that nobody wrote down, 0 (where left out) to 1. */
  readonly missing?: number;
  /** See {@link random}; 0 where left out. */
  readonly seed?: number;
}

/** The classes of the column `speed`, from the fastest. */
export const adoptionSpeeds: readonly string[] = ["a day", "a week", "a month", "a season", "longer"];

/** How much a category hurries an adoption. */
type Appeal = { readonly [category: string]: number };

const breeds: { readonly [species: string]: Appeal } = {
  dog: { labrador: 0.9, poodle: 0.6, terrier: 0.2, greyhound: -0.4, mixed: -0.1 },
  cat: { siamese: 0.8, persian: 0.6, tabby: 0.2, mixed: -0.2 },
  rabbit: { lop: 0.3, dwarf: 0.5, mixed: -0.3 },
};
const colors: Appeal = { black: -0.4, white: 0.3, brown: 0, gray: -0.1, golden: 0.5, spotted: 0.2 };
const health: Appeal = { healthy: 0.4, recovering: -0.5, chronic: -1.3 };
const shelters: Appeal = { harbor: 0.3, hillside: 0, station: 0.5, orchard: -0.3, quarry: -0.5 };

/** Between two neighbouring classes: about a fifth of the animals falls into each. */
const bounds = [1.05, 0.4, -0.15, -0.75];

interface Animal {
  readonly species: string;
  readonly breed: string;
  readonly color: string;
  readonly health: string;
  readonly shelter: string;
  readonly vaccinated: boolean;
  /** Months. */
  readonly age: number;
  /** Kilograms. */
  readonly weight: number;
  readonly fee: number;
  readonly photos: number;
  readonly speed: string;
}

/**
 * How fast animals find a home: a table that mixes numbers, truth values and categories, for tabular models.
 *
 * The score of an animal is the sum of what its breed, color, health and shelter are worth; of age (worth less the older,
 * and twice as much for dogs as for others); of photos, with diminishing returns; of the fee; of a vaccination, which only
 * counts for the healthy; and of noise. `speed` is one of {@link adoptionSpeeds}, the class that the score falls into. So
 * some columns act alone, some only together, and the weight says nothing that species and age do not.
 *
 * @throws RangeError where `count` is not a whole number >= 0, `noise` is negative, or `missing` is not in 0 .. 1
 */
export function adoptions({
  count = 1000,
  noise = 0.5,
  missing = 0,
  seed = 0,
}: AdoptionsOptions = {}): Table {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`adoptions: count must be a whole number >= 0, got ${count}`);
  }
  if (!(noise >= 0)) throw new RangeError(`adoptions: noise must be >= 0, got ${noise}`);
  if (!(missing >= 0 && missing <= 1)) {
    throw new RangeError(`adoptions: missing must be a share in 0 .. 1, got ${missing}`);
  }
  const source = random(seed);
  const animals = Array.from({ length: count }, () => draw(source, noise));
  const category = (name: "species" | "breed" | "color" | "health" | "shelter" | "speed") =>
    ({ name, type: "category", values: animals.map((animal) => animal[name]) }) as const;
  const number = (name: "age" | "weight" | "fee" | "photos", holes = 0) =>
    ({
      name,
      type: "number",
      values: Float64Array.from(animals, (animal) => (source.uniform() < holes ? Number.NaN : animal[name])),
    }) as const;
  return new Table([
    category("species"),
    category("breed"),
    category("color"),
    category("health"),
    category("shelter"),
    { name: "vaccinated", type: "boolean", values: animals.map(({ vaccinated }) => vaccinated) },
    number("age", missing),
    number("weight", missing),
    number("fee"),
    number("photos"),
    category("speed"),
  ]);
}

function draw(random: Random, noise: number): Animal {
  const one = (appeal: object): string => {
    const names = Object.keys(appeal);
    return names[random.integer(names.length)] as string;
  };
  const species = one(breeds);
  const breed = one(breeds[species] as Appeal);
  const kinds = { color: one(colors), health: one(health), shelter: one(shelters) };
  const vaccinated = random.uniform() < 0.6;
  const age = Math.max(1, Math.round(-40 * Math.log(1 - random.uniform())));
  const grown = 1 - Math.exp(-age / 8);
  const full = species === "dog" ? 22 : species === "cat" ? 4.5 : 2;
  const weight = Math.round(10 * full * (0.1 + 0.9 * grown) * Math.exp(random.normal(0, 0.2))) / 10;
  const fee = 5 * random.integer(31);
  const photos = random.integer(11);
  const score =
    (breeds[species]?.[breed] as number) +
    (colors[kinds.color] as number) +
    (health[kinds.health] as number) +
    (shelters[kinds.shelter] as number) +
    (species === "dog" ? 2 : 1) * (0.4 - age / 100) +
    0.35 * Math.log(1 + photos) -
    fee / 150 +
    (vaccinated && kinds.health === "healthy" ? 0.5 : 0) +
    random.normal(0, noise);
  const speed = adoptionSpeeds[bounds.filter((bound) => score < bound).length] as string;
  return { species, breed, ...kinds, vaccinated, age, weight, fee, photos, speed };
}
