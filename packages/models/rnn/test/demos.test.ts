/** Demos in their quick settings: they run, leave what they promise, and say why data will not do. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Demo, type PlayOptions, play, Screen } from "@gradus/demo";
import { CharacterModel } from "@gradus/rnn";
import { lstmNames, lstmVerses, rnnClassify, rnnSeries, rnnVanishing } from "@gradus/rnn/demo";
import { loadFile } from "@gradus/train/node";
import { afterAll, expect, test } from "vitest";

const runs = mkdtempSync(join(tmpdir(), "gradus-rnn-"));
afterAll(() => rmSync(runs, { recursive: true }));

const syllables = ["an", "be", "cor", "di", "el"];
writeFileSync(
  join(runs, "names.txt"),
  syllables.flatMap((a) => syllables.flatMap((b) => syllables.map((c) => a + b + c))).join("\n"),
);

const options = (others: PlayOptions = {}): PlayOptions => ({
  quick: true,
  runs,
  screen: new Screen({ write: () => true, columns: 80 } as unknown as NodeJS.WriteStream),
  ...others,
});

test.each<[Demo, string[]]>([
  [lstmNames, ["curve.svg", "curve.json", "model.safetensors", "samples.txt", "tokenizer.json"]],
  [lstmVerses, ["curve.svg", "curve.json", "model.safetensors", "samples.txt", "tokenizer.json"]],
  [rnnClassify, ["curve.svg", "curve.json", "model.safetensors", "samples.txt"]],
  [rnnSeries, ["curve.svg", "curve.json", "model.safetensors", "series.svg"]],
  [rnnVanishing, ["gradients-before.svg", "gradients-after.svg", "gradients.json", "rnn.safetensors"]],
])("%o", async (demo, files) => {
  const result = await play(demo, options({ data: runs }));
  expect(Number.isFinite(result.testAccuracy ?? result.validationLoss)).toBe(true);
  for (const file of [...files, "result.json"])
    expect(existsSync(join(runs, `${demo.name}-quick`, file)), file).toBe(true);
});

test("a figure follows from the seed, and its margin is the difference to the n-gram model's", async () => {
  const first = await play(lstmVerses, options());
  expect((await play(lstmVerses, options())).validationLoss).toBe(first.validationLoss);
  expect(first["margin"]).toBe((first["nGramLoss"] as number) - (first.validationLoss as number));
});

test("a model that a demo left can be loaded", async () => {
  await play(lstmVerses, options());
  const folder = join(runs, "lstm-verses-quick");
  const { vocabulary } = JSON.parse(readFileSync(join(folder, "tokenizer.json"), "utf8"));
  const model = new CharacterModel({ vocabulary: vocabulary.tokens.length, hiddenSize: 32 });
  model.loadStateDict((await loadFile(join(folder, "model.safetensors"))).tensors);
});

test.each<[Demo, string]>([
  [lstmVerses, "validationLoss"],
  [rnnClassify, "testAccuracy"],
  [rnnSeries, "validationLoss"],
  [rnnVanishing, "accuracyOf"],
])("%o: stopped, it goes on to the same figures", async (demo, figure) => {
  const whole = await play(demo, options({ seed: 2 }));
  const controller = new AbortController();
  controller.abort();
  const stopped = await play(demo, options({ seed: 2, signal: controller.signal }));
  expect(stopped["stopped"]).toBe(true);
  const said: string[] = [];
  const screen = new Screen({
    write: (text: string) => said.push(text),
    columns: 80,
  } as unknown as NodeJS.WriteStream);
  expect((await play(demo, options({ seed: 2, screen })))[figure]).toEqual(whole[figure]);
  // The one of several trainings keeps checkpoints under names of its own.
  if (demo !== rnnVanishing) expect(said.join("")).toContain("Going on where the last run stopped");
});

test("without names, lstm-names says in one line what it needs", async () => {
  await expect(play(lstmNames, options())).rejects.toThrow("lstm-names needs --data FOLDER");
  await expect(play(lstmNames, options({ data: "nowhere" }))).rejects.toThrow(/there is no .*names\.txt/);
});
