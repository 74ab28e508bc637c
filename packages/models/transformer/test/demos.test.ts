/** Demos in their quick settings: they run, leave what they promise, and say why data will not do. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Demo, play, Screen } from "@gradus/demo";
import { loadFile } from "@gradus/train/node";
import { dates, gptDemo, languages, reversal } from "@gradus/transformer";
import { afterAll, expect, test } from "vitest";

const runs = mkdtempSync(join(tmpdir(), "gradus-transformer-"));
afterAll(() => rmSync(runs, { recursive: true }));

const quiet = () => new Screen({ write: () => true, columns: 80 } as unknown as NodeJS.WriteStream);
const options = () => ({ quick: true, runs, screen: quiet() });

const translator = "decoder.layers.0.multihead_attn";

test.each<[Demo, string, string[]]>([
  [gptDemo, "tok_emb.weight", ["sample.txt", "tokenizer.json", "attention-blocks.0.attn.svg"]],
  [reversal, "head.bias", ["wrong.json", "tokenizer.json", `attention-${translator}.svg`]],
  [dates, "head.bias", ["wrong.json", "tokenizer.json", `attention-${translator}.svg`]],
  [languages, "head.bias", ["attention-encoder.layers.0.self_attn.svg"]],
])("%o", async (demo, tensor, files) => {
  const result = await play(demo, options());
  expect(Number.isFinite(result.validationLoss)).toBe(true);
  const folder = join(runs, `${demo.name}-quick`);
  for (const file of ["curve.svg", "curve.json", "model.safetensors", "result.json", ...files])
    expect(existsSync(join(folder, file)), file).toBe(true);
  const { tensors } = await loadFile(join(folder, "model.safetensors"));
  expect(Object.keys(tensors)).toContain(tensor);
});

test("a folder without the text is a clear line", async () => {
  await expect(play(gptDemo, { ...options(), data: runs })).rejects.toThrow("tinyshakespeare.txt");
});
