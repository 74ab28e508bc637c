/** Words, and what is to them as what is to others. */
import { plantedAnalogies, relationCorpus } from "@gradus/data";
import type { Demo, DemoResult } from "@gradus/demo";
import { Checkpoints, serialize } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { lineChartSvg, pca, scatterSvg, table } from "@gradus/viz";
import { SkipGram } from "./skip-gram.ts";
import { trainSkipGram } from "./train.ts";
import { WordVectors } from "./word-vectors.ts";
import { wordCorpus } from "./words.ts";

/** Words whose neighbours are shown. */
const SHOWN = ["paris", "queen", "geese", "fastest", "ocean"] as const;
/** Pairs in a picture. */
const DRAWN = 14;

export const skipGram: Demo = {
  name: "skipgram",
  about: "word vectors by skip-gram, and the analogies that are planted in their text",
  play: async (context): Promise<DemoResult> => {
    const { screen, seed, quick, folder, resume, signal } = context;
    const text = relationCorpus(quick ? { tokens: 20_000 } : {});
    const corpus = wordCorpus(text.sentences);
    const words = corpus.vocabulary.tokens;
    screen.heading("Words as vectors");
    screen.say(`${text.tokens} words of text, ${words.length} different ones.`);
    const model = new SkipGram({ vocabulary: words.length, dimensions: quick ? 16 : 50 });
    const history = await trainSkipGram(model, corpus, {
      epochs: quick ? 1 : 5,
      seed,
      callbacks: [new Checkpoints(folder.checkpoints), new Progress()],
      resume,
      signal,
    });
    if (signal.aborted) return {};
    const vectors = new WordVectors(words, await model.center.weight.data());
    const questions = plantedAnalogies();
    const relations = [...new Set(questions.map(({ relation }) => relation))];
    const accuracyOf = Object.fromEntries(
      relations.map((relation) => [
        relation,
        vectors.accuracy(questions.filter((question) => question.relation === relation)),
      ]),
    );
    const testAccuracy = vectors.accuracy(questions);
    const neighbours = SHOWN.map((word) => [
      word,
      vectors
        .nearest(word, 5)
        .map(({ word }) => word)
        .join(" "),
    ]);
    const found = table(neighbours, { header: ["word", "nearest"] });
    screen.say(found);
    screen.say(`\nfrance : paris :: japan : ${vectors.analogy("france", "paris", "japan")[0]?.word}`);
    screen.say(`king : queen :: actor : ${vectors.analogy("king", "queen", "actor")[0]?.word}`);
    screen.say(
      `\n${(100 * testAccuracy).toFixed(1)} % of ${questions.length} planted analogies right ` +
        `(${relations.map((relation) => `${relation} ${(100 * (accuracyOf[relation] as number)).toFixed(1)} %`).join(", ")}).`,
    );
    await folder.write("neighbours.txt", `${found}\n`);
    for (const relation of relations)
      await folder.write(`words-${relation}.svg`, await scatter(vectors, relation, questions));
    await folder.write("curve.json", `${JSON.stringify(history.losses)}\n`);
    await folder.write("curve.svg", await curve(history.losses));
    await folder.write("vocabulary.json", `${JSON.stringify(corpus.vocabulary)}\n`);
    await folder.write("model.safetensors", await serialize(model.stateDict(), { format: "pt" }));
    return { testAccuracy, accuracyOf, questions: questions.length, words: words.length };
  },
};

/** Some pairs of a relation through the principal components of their vectors, with a line from word to word. */
async function scatter(
  vectors: WordVectors,
  relation: string,
  questions: readonly { relation: string; a: string; b: string }[],
): Promise<string> {
  const ofRelation = questions.filter((each) => each.relation === relation);
  const pairs = [...new Map(ofRelation.map(({ a, b }) => [a, b]))].slice(0, DRAWN);
  const words = pairs.flat();
  const { points } = await pca(words.map((word) => [...vectors.vector(word)]));
  return scatterSvg({
    title: `Words and their relation (${relation}), two principal components`,
    points: points as [number, number][],
    labels: words,
    groups: pairs.flatMap(() => ["first", "second"]),
    links: pairs.map((_, i) => [2 * i, 2 * i + 1] as const),
  });
}

/** The loss, as means of a hundred steps. */
function curve(losses: readonly number[]): Promise<string> {
  const size = Math.max(1, Math.min(100, Math.floor(losses.length / 10)));
  const means = Array.from(
    { length: Math.max(1, Math.floor(losses.length / size)) },
    (_, i) => losses.slice(i * size, (i + 1) * size).reduce((sum, each) => sum + each, 0) / size,
  );
  return lineChartSvg({
    title: "Skip-gram with negative sampling",
    x: means.map((_, i) => (i + 1) * size),
    series: [{ name: "loss", values: means }],
    xLabel: "step",
    yLabel: "loss a pair",
  });
}
