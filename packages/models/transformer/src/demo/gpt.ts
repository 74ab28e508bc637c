/** Demo: a GPT learns to write, one character after the other. */
import { join } from "node:path";
import { corpus, readText } from "@gradus/data";
import { type Demo, saveCurve, saveModel } from "@gradus/demo";
import { Generator, tensor } from "@gradus/tensor";
import { Checkpoints } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { attentionSvg } from "@gradus/viz";
import { generate } from "../generate.ts";
import { Gpt } from "../gpt.ts";
import { attentionMaps } from "../maps.ts";
import { splitText } from "../text.ts";
import { textLoss, trainGpt } from "../train-gpt.ts";

export const gptDemo: Demo = {
  name: "gpt",
  about: "a GPT on characters of verses; with --data, on the tinyshakespeare.txt in that folder",
  play: async ({ seed, data, quick, folder, screen, resume, signal }) => {
    const text =
      data === undefined ? corpus({ kind: "verse" }) : await readText(join(data, "tinyshakespeare.txt"));
    const size = quick
      ? { blockSize: 16, nLayer: 1, nHead: 2, nEmbd: 16 }
      : { blockSize: 64, nLayer: 4, nHead: 4, nEmbd: 128 };
    const { tokenizer, ...parts } = splitText(text, size.blockSize);
    const model = new Gpt({ vocabSize: tokenizer.size, ...size });
    const count = model.parameters().reduce((sum, x) => sum + x.size, 0);
    screen.say(`${parts.train.length} characters train a model of ${count} numbers.`);

    const history = await trainGpt(model, parts, {
      ...(quick ? { steps: 40, validations: 2, warmUp: 4 } : {}),
      callbacks: [new Progress(), new Checkpoints(folder.checkpoints)],
      seed,
      signal,
      resume,
    });
    await saveCurve(folder, history);
    await saveModel(folder, model);
    await folder.write("tokenizer.json", JSON.stringify(tokenizer));

    const generator = new Generator(seed);
    const prompt = tokenizer.encode("\n");
    const written = await generate(model, prompt, {
      count: quick ? 60 : 500,
      temperature: 0.8,
      topK: 40,
      generator,
    });
    const sample = tokenizer.decode(written);
    await folder.write("sample.txt", sample);
    screen.heading("What it writes");
    screen.say(sample);

    const seen = Array.from(sample).slice(0, Math.min(24, size.blockSize));
    const index = tensor(tokenizer.encode(seen.join("")), { shape: [1, seen.length] });
    for (const { name, heads } of await attentionMaps(model, () => model.forward(index)))
      await folder.write(
        `attention-${name}.svg`,
        await attentionSvg({
          title: `Where each character looks: ${name}`,
          heads,
          queries: seen,
          keys: seen,
        }),
      );
    const validationLoss = await textLoss(model, parts.validation);
    return {
      validationLoss,
      trainLoss: history.epochs.at(-1)?.loss,
      parameters: count,
      steps: history.losses.length,
    };
  },
};
