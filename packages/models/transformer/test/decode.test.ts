/** Writing: greedily it is the likeliest token each time; a search that is wide enough finds the likeliest text of all. */
import { logSoftmax, noGrad, setDefaultDevice } from "@gradus/tensor";
import { BEGIN, beamSearch, END, PairTokenizer, write } from "@gradus/transformer";
import { describe, expect, test } from "vitest";
import { texts, tinyTranslator } from "./tiny.ts";

setDefaultDevice("cpu");

const tokenizer = PairTokenizer.train([{ source: "abc", target: "" }]);
// Three characters and three tokens that are none.
const model = tinyTranslator();
const sources = ["abc", "b", "caab", "cc"];

/** `ln p` of what is written, token by token, END included. */
function logProbability(source: string, tokens: readonly number[]): number {
  const y = noGrad(() =>
    logSoftmax(model.forward(texts(tokenizer.encode(source)), texts([BEGIN, ...tokens.slice(0, -1)])), -1),
  );
  const logs = y.dataSync();
  return tokens.reduce((sum, token, place) => sum + (logs[place * tokenizer.size + token] as number), 0);
}

/** Of everything up to `length` tokens that ends. */
function allEnded(length: number): number[][] {
  if (length === 1) return [[END]];
  const others = Array.from({ length: tokenizer.size }, (_, token) => token).filter((token) => token !== END);
  const longer = allEnded(length - 1).flatMap((rest) => others.map((token) => [token, ...rest]));
  return [[END], ...longer];
}

describe("greedily", () => {
  test("each token is the likeliest, read anew", async () => {
    const answers = await write(model, tokenizer, sources, { maxLength: 5 });
    for (const [i, source] of sources.entries()) {
      const tokens: number[] = [];
      while (tokens.length <= 5 && tokens.at(-1) !== END) {
        const written = texts([BEGIN, ...tokens]);
        const last = noGrad(() => model.forward(texts(tokenizer.encode(source)), written)).select(1, -1);
        const logits = Array.from(last.dataSync());
        tokens.push(logits.indexOf(Math.max(...logits)));
      }
      expect(answers[i]).toBe(tokenizer.decode(tokens));
    }
  });

  test("how many are read at once does not matter", async () => {
    const alone = await write(model, tokenizer, sources, { batchSize: 1, maxLength: 5 });
    expect(await write(model, tokenizer, sources, { batchSize: 3, maxLength: 5 })).toEqual(alone);
  });

  test("the model trains on as before", async () => {
    model.train();
    await write(model, tokenizer, ["a"], { maxLength: 2 });
    expect(model.training).toBe(true);
  });
});

describe("by beam search", () => {
  test("one beam is greedy", async () => {
    for (const source of sources) {
      const [greedy] = await write(model, tokenizer, [source], { maxLength: 5 });
      const [found] = await beamSearch(model, tokenizer, source, { beams: 1, maxLength: 5 });
      expect(found?.text).toBe(greedy);
    }
  });

  test("wide enough, it finds the likeliest of all texts, with its probability", async () => {
    const all = allEnded(3).map((tokens) => ({ tokens, log: logProbability("cab", tokens) }));
    const best = all.reduce((a, b) => (b.log > a.log ? b : a));
    const [found] = await beamSearch(model, tokenizer, "cab", { beams: 200, maxLength: 2, lengthPenalty: 0 });
    expect(found?.text).toBe(tokenizer.decode(best.tokens));
    expect(found?.logProbability).toBeCloseTo(best.log, 12);
    expect(found?.score).toBe(found?.logProbability);
  });

  test("results come best first, and the penalty favours long ones", async () => {
    const found = await beamSearch(model, tokenizer, "cab", { beams: 3, maxLength: 5 });
    expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
    for (const { score, logProbability } of found) expect(score).toBeGreaterThanOrEqual(logProbability);
  });

  test("no beams", async () => {
    await expect(beamSearch(model, tokenizer, "a", { beams: 0 })).rejects.toThrow(
      "beams is 0; it must be a whole number",
    );
  });
});
