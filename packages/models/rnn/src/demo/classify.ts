/** Is this word Spanish or English? */
import { corpus, random } from "@gradus/data";
import type { Demo, DemoResult } from "@gradus/demo";
import { characters, everyNth } from "../documents.ts";
import { inUse } from "../in-use.ts";
import { SequenceClassifier } from "../sequence-classifier.ts";
import { LabelledTexts, trainClassifier } from "../train-classifier.ts";
import { harness, leave } from "./leave.ts";

const languages = ["en", "es"] as const;

/** Different words of three letters and more, in lower case, that only one of the languages has. */
function words(): { word: string; label: number }[] {
  const of = languages.map(
    (language) =>
      new Set(
        corpus({ language })
          .toLowerCase()
          .match(/\p{L}{3,}/gu) ?? [],
      ),
  );
  return of.flatMap((own, label) =>
    [...own].filter((word) => !of[1 - label]?.has(word)).map((word) => ({ word, label })),
  );
}

export const rnnClassify: Demo = {
  name: "rnn-classify",
  about: "a GRU that reads a word from both ends and says whether it is Spanish or English",
  play: async (context): Promise<DemoResult> => {
    const { screen, seed, quick, folder } = context;
    const all = random(seed).shuffle(words());
    const items = quick ? all.slice(0, 300) : all;
    const tokenizer = characters(items.map(({ word }) => word));
    const { chosen, others } = everyNth(items, 5);
    const labelled = (some: typeof items) =>
      some.map(({ word, label }) => ({ text: tokenizer.encode(word), label }));
    const test = labelled(chosen);
    const model = new SequenceClassifier({
      vocabulary: tokenizer.size,
      classes: 2,
      bidirectional: true,
      hiddenSize: quick ? 16 : 64,
      dropout: 0.3,
    });
    screen.heading("Is this word Spanish or English?");
    const history = await trainClassifier(model, labelled(others), {
      epochs: quick ? 1 : 15,
      seed,
      validation: test,
      ...harness(context),
    });
    if (context.signal.aborted) return {};
    const testAccuracy = history.column("valAccuracy").at(-1) as number;
    const majority =
      Math.max(...[0, 1].map((c) => test.filter(({ label }) => label === c).length)) / test.length;
    const [index, lengths] = new LabelledTexts(test).gather([...chosen.keys()]);
    const guesses = await inUse(model, () => model.forward(index, lengths).argmax(1)).data();
    const lines = chosen.map(
      ({ word, label }, i) =>
        `${word}\t${languages[label]}\t${languages[guesses[i] as 0 | 1]}${guesses[i] === label ? "" : "\twrong"}`,
    );
    screen.say(`${lines.slice(0, 12).join("\n")}\n`);
    screen.say(
      `${(100 * testAccuracy).toFixed(1)} % of ${test.length} words right that it had never read; ` +
        `always the same answer: ${(100 * majority).toFixed(1)} %.`,
    );
    await folder.write("samples.txt", `${lines.join("\n")}\n`);
    await leave(context, { title: "Spanish or English?", model, history });
    return { testAccuracy, majority, trainWords: others.length, testWords: chosen.length };
  },
};
