/** Character models of names and of verses, against an n-gram model. */
import { access } from "node:fs/promises";
import { join } from "node:path";
import { corpus, readLines } from "@gradus/data";
import type { Demo, DemoContext, DemoResult } from "@gradus/demo";
import { Generator } from "@gradus/tensor";
import { CharacterModel, type CharacterModelOptions } from "../character-model.ts";
import { characters, everyNth } from "../documents.ts";
import { type GenerateOptions, generate } from "../generate.ts";
import { NGram } from "../n-gram.ts";
import { lossPerCharacter, type TrainCharactersOptions, trainCharacters } from "../train.ts";
import { harness, leave } from "./leave.ts";

/** Settings of one of these demos. */
interface Settings {
  readonly title: string;
  readonly model: Omit<CharacterModelOptions, "vocabulary">;
  readonly train: TrainCharactersOptions;
  /** Of samples, and how many characters each may have. */
  readonly samples: number;
  readonly length: number;
}

/** Ways to draw, and what they are called. */
const ways: readonly (readonly [name: string, options: GenerateOptions])[] = [
  ["temperature 0.5", { temperature: 0.5 }],
  ["temperature 1", {}],
  ["temperature 1, top-k 5", { topK: 5 }],
  ["temperature 1, top-p 0.8", { topP: 0.8 }],
];

/** Trains on nine tenths of the texts, and compares on the last one with a 3-gram model of the same nine tenths. */
async function play(texts: readonly string[], settings: Settings, context: DemoContext): Promise<DemoResult> {
  const { screen, seed, folder } = context;
  const tokenizer = characters(texts);
  const { chosen: held, others: train } = everyNth(
    texts.map((text) => tokenizer.encode(text)),
    10,
  );
  const nGram = NGram.train(train, { vocabulary: tokenizer.size }).loss(held);
  screen.heading(settings.title);
  screen.say(
    `${train.length} texts to learn from, ${held.length} to be judged by; ${tokenizer.size} characters. ` +
      `An interpolated 3-gram model: ${nGram.toFixed(4)} nats a character.`,
  );
  const model = new CharacterModel({ ...settings.model, vocabulary: tokenizer.size });
  const history = await trainCharacters(model, train, {
    ...settings.train,
    seed,
    validation: held,
    ...harness(context),
  });
  if (context.signal.aborted) return {};
  const validationLoss = await lossPerCharacter(model, held);
  const lstmSamples = await samples(model, tokenizer, settings, seed);
  screen.say(lstmSamples);
  screen.say(
    `\nValidation loss ${validationLoss.toFixed(4)} nats a character, ${(nGram - validationLoss).toFixed(4)} below the 3-gram model.`,
  );
  await leave(context, { title: settings.title, model, history });
  await folder.write("samples.txt", lstmSamples);
  await folder.write("tokenizer.json", `${JSON.stringify(tokenizer)}\n`);
  return { validationLoss, nGramLoss: nGram, margin: nGram - validationLoss, trainTexts: train.length };
}

async function samples(
  model: CharacterModel,
  tokenizer: ReturnType<typeof characters>,
  { samples: count, length }: Settings,
  seed: number,
): Promise<string> {
  const blocks: string[] = [];
  for (const [name, options] of ways) {
    const generator = new Generator(seed);
    const texts: string[] = [];
    for (let i = 0; i < count; i++)
      texts.push(await generate(model, tokenizer, { ...options, length, generator }));
    blocks.push(`${name}:\n${texts.join("\n")}\n`);
  }
  return blocks.join("\n");
}

export const lstmNames: Demo = {
  name: "lstm-names",
  about: "an LSTM that invents names (needs --data, a folder with names.txt: a name a line)",
  play: async (context) => {
    const { data, quick } = context;
    if (data === undefined)
      throw new Error("lstm-names needs --data FOLDER, with a file names.txt: a name a line, in lower case");
    const path = join(data, "names.txt");
    await access(path).catch(() => {
      throw new Error(`lstm-names: there is no ${path}; name a folder that has names.txt with --data FOLDER`);
    });
    // Each name once, so that no name that judges has been learned.
    const names = [...new Set((await readLines(path)).map((name) => name.trim()))].filter(
      (name) => name !== "",
    );
    if (names.length < 20)
      throw new Error(
        `lstm-names: ${path} has ${names.length} different names, needs at least 20; a name a line`,
      );
    return play(quick ? names.slice(0, 500) : names, quick ? quickNames : wholeNames, context);
  },
};

const wholeNames: Settings = {
  title: "An LSTM that invents names",
  model: { hiddenSize: 128, dropout: 0.1 },
  train: { epochs: 12, batchSize: 64, lr: 0.005 },
  samples: 8,
  length: 20,
};
const quickNames: Settings = {
  ...wholeNames,
  model: { hiddenSize: 32 },
  train: { epochs: 1, batchSize: 64, lr: 0.005 },
};

export const lstmVerses: Demo = {
  name: "lstm-verses",
  about: "an LSTM that writes verses in Spanish and English, from 21 kB of this project's own",
  play: (context) => {
    const poems = corpus({ kind: "verse" })
      .split(/\n{3,}/)
      .map((poem) => poem.trim());
    return play(
      context.quick ? poems.slice(0, 20) : poems,
      context.quick ? quickVerses : wholeVerses,
      context,
    );
  },
};

const wholeVerses: Settings = {
  title: "An LSTM that writes verses",
  model: { hiddenSize: 128, dropout: 0.4 },
  train: { epochs: 30, window: 64, stride: 16 },
  samples: 1,
  length: 400,
};
const quickVerses: Settings = {
  ...wholeVerses,
  model: { hiddenSize: 32 },
  train: { epochs: 1, window: 64 },
  length: 40,
};
