/** Demos: an encoder-decoder learns to turn one text into another, until it makes no mistake on what it has not seen. */
import { dateSequences, reverseSequences, type SequenceOptions, type SequencePair } from "@gradus/data";
import { type Demo, type DemoContext, saveCurve, saveModel } from "@gradus/demo";
import { Checkpoints } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { attentionSvg } from "@gradus/viz";
import { beamSearch, write } from "../decode.ts";
import { EncoderDecoder, type EncoderDecoderOptions } from "../encoder-decoder.ts";
import { attentionMaps } from "../maps.ts";
import { PairTokenizer, pairBatch } from "../pairs.ts";
import { trainTranslator } from "../train-translator.ts";

/** What there is to learn, and what it takes. */
interface Task {
  readonly name: string;
  readonly about: string;
  readonly draw: (options: SequenceOptions) => SequencePair[];
  readonly model: Omit<EncoderDecoderOptions, "vocabSize">;
  readonly training: { readonly epochs: number; readonly count: number; readonly lr: number };
  /** Its attention is drawn. */
  readonly example: string;
}

export const reversal: Demo = demoOf({
  name: "reversal",
  about: "an encoder-decoder on words of 1 to 20 letters, to be written backwards",
  draw: reverseSequences,
  model: { maxLength: 32, normFirst: true },
  training: { epochs: 10, count: 25_600, lr: 2e-3 },
  example: "attention",
});

export const dates: Demo = demoOf({
  name: "dates",
  about: "an encoder-decoder on dates in nine formats, to be written as ISO 8601 does",
  draw: dateSequences,
  model: { maxLength: 40, normFirst: true },
  training: { epochs: 8, count: 25_600, lr: 2e-3 },
  example: "4th of March 1998",
});

function demoOf(task: Task): Demo {
  return { name: task.name, about: task.about, play: (context) => play(task, context) };
}

async function play(task: Task, context: DemoContext): ReturnType<Demo["play"]> {
  const { seed, quick, folder, screen } = context;
  const size = quick
    ? { count: 128, epochs: 2, held: 20, model: { ...task.model, dModel: 16, numLayers: 1 } }
    : { ...task.training, held: 1000, model: task.model };
  const train = task.draw({ count: size.count, part: "train", seed });
  const held = task.draw({ count: size.held, part: "test", seed: seed + 1 });
  const tokenizer = PairTokenizer.train(train);
  const model = new EncoderDecoder({ vocabSize: tokenizer.size, ...size.model });
  const parameters = model.parameters().reduce((sum, x) => sum + x.size, 0);
  screen.say(`${train.length} pairs train a model of ${parameters} numbers.`);

  const history = await trainTranslator(model, tokenizer, train, {
    epochs: size.epochs,
    lr: task.training.lr,
    validation: held.slice(0, 200),
    callbacks: [new Progress(), new Checkpoints(folder.checkpoints)],
    seed,
    signal: context.signal,
    resume: context.resume,
  });
  await saveCurve(folder, history);
  await saveModel(folder, model);
  await folder.write("tokenizer.json", JSON.stringify(tokenizer));
  await drawAttention(task, model, tokenizer, folder);

  const answers = await write(
    model,
    tokenizer,
    held.map(({ source }) => source),
  );
  const wrong = held.flatMap((pair, i) =>
    answers[i] === pair.target ? [] : [{ ...pair, answer: answers[i] }],
  );
  await folder.write("wrong.json", JSON.stringify(wrong, null, 1));
  screen.heading("What it writes for texts that it has not seen");
  for (const [i, { source }] of held.slice(0, 8).entries()) screen.say(`${source} → ${answers[i]}`);
  for (const { source, target, answer } of wrong.slice(0, 8))
    screen.say(`wrong: ${source} → ${answer}, not ${target}`);
  const [best] = await beamSearch(model, tokenizer, task.example);
  screen.say(`beam search: ${task.example} → ${best?.text} (ln p = ${best?.logProbability.toFixed(4)})`);
  return {
    testAccuracy: 1 - wrong.length / held.length,
    validationLoss: history.epochs.at(-1)?.["valLoss"] as number,
    parameters,
    steps: history.losses.length,
  };
}

/** What each written character looked at, in the last block of the decoder. */
async function drawAttention(
  task: Task,
  model: EncoderDecoder,
  tokenizer: PairTokenizer,
  folder: DemoContext["folder"],
): Promise<void> {
  const [answer = ""] = await write(model, tokenizer, [task.example]);
  const pair = { source: tokenizer.encode(task.example), target: tokenizer.encode(answer) };
  const [source, written] = pairBatch([pair]);
  for (const { name, heads } of await attentionMaps(model, () => model.forward(source, written)))
    if (name.endsWith("multihead_attn"))
      await folder.write(
        `attention-${name}.svg`,
        await attentionSvg({
          title: `What each character written looks at: ${name}`,
          heads,
          queries: [...answer, "end"],
          keys: [...task.example, "end"],
        }),
      );
}
