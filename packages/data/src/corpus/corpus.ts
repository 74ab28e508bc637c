import * as enProse1 from "./en-prose-1.ts";
import * as enProse2 from "./en-prose-2.ts";
import * as enProse3 from "./en-prose-3.ts";
import * as enVerse1 from "./en-verse-1.ts";
import * as enVerse2 from "./en-verse-2.ts";
import * as esProse1 from "./es-prose-1.ts";
import * as esProse2 from "./es-prose-2.ts";
import * as esProse3 from "./es-prose-3.ts";
import * as esVerse1 from "./es-verse-1.ts";
import * as esVerse2 from "./es-verse-2.ts";

export type CorpusLanguage = "en" | "es";
export type CorpusKind = "prose" | "verse";

export interface CorpusOptions {
  /** Both, English first, where left out. */
  readonly language?: CorpusLanguage;
  /** Both, verse first, where left out. */
  readonly kind?: CorpusKind;
}

/** Modules instead of text files: so browsers can import them, and no path to a file has to be found. */
const parts: { readonly [language in CorpusLanguage]: { readonly [kind in CorpusKind]: readonly string[] } } =
  {
    en: {
      verse: [enVerse1.text, enVerse2.text],
      prose: [enProse1.text, enProse2.text, enProse3.text],
    },
    es: {
      verse: [esVerse1.text, esVerse2.text],
      prose: [esProse1.text, esProse2.text, esProse3.text],
    },
  };

/**
 * Poems, stories and dialogues written for this project, as one text: what a small language model learns on.
 *
 * Each piece has its title on a line of its own, in capitals; two empty lines stand between pieces.
 *
 * @throws RangeError where there is no such language or kind
 */
export function corpus({ language, kind }: CorpusOptions = {}): string {
  return chosen("language", language, ["en", "es"] as const)
    .flatMap((language) =>
      chosen("kind", kind, ["verse", "prose"] as const).flatMap((kind) => parts[language][kind]),
    )
    .join("\n\n");
}

function chosen<T extends string>(what: string, asked: T | undefined, all: readonly T[]): readonly T[] {
  if (asked === undefined) return all;
  if (!all.includes(asked))
    throw new RangeError(`corpus: no ${what} "${asked}"; there are ${all.join(" and ")}`);
  return [asked];
}
