/** `mlp-table`: numbers, truth values and categories together. */
import { type AdoptionsOptions, adoptions, type Subset, type Table, TableEncoder } from "@gradus/data";
import { type Demo, type DemoContext, saveCurve, saveModel } from "@gradus/demo";
import { type Callback, Checkpoints, type History } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { confusionMatrixSvg } from "@gradus/viz";
import { crossValidate } from "../cross-validate.ts";
import { buildForTable, type TableMLP } from "../table-model.ts";
import { train } from "../train.ts";
import { accuracyOf, argmax, outputsOf } from "./use.ts";

const target = "speed";
const seen: AdoptionsOptions = { count: 4000, noise: 0.2, missing: 0.05, seed: 1 };

export const mlpTable: Demo = {
  name: "mlp-table",
  about: "a table of numbers and categories: how fast an animal finds a home; with 5-fold cross validation",
  async play(context) {
    const { quick, folder, screen, signal } = context;
    const table = adoptions(quick ? { ...seen, count: 200 } : seen);
    const held = adoptions({ ...seen, count: quick ? 100 : 2000, seed: 2 });
    screen.heading("How fast does an animal find a home?");
    const { model, encoder, history } = await fitted(table, [32], context, {
      resume: context.resume,
      callbacks: [new Checkpoints(folder.checkpoints, { every: { epochs: 10 } }), new Progress()],
    });
    if (signal.aborted) return {};
    const guesses = await classesOf(model, encoder, held, context);
    const truth = encoder.encode(held).target;
    const labels = truth === null ? [] : Array.from(await truth.data());
    const testAccuracy = accuracyOf(guesses, labels);
    await saveCurve(folder, history);
    await saveModel(folder, model);
    await folder.write("encoder.json", `${JSON.stringify(encoder)}\n`);
    const names = encoder.classes?.tokens ?? [];
    const counts = names.map((_, row) =>
      names.map((_, column) => labels.filter((label, i) => label === row && guesses[i] === column).length),
    );
    await folder.write("confusion.svg", await confusionMatrixSvg({ counts, classes: names }));

    const validated = async (hidden: readonly number[]) =>
      crossValidate(
        table,
        quick ? 2 : 5,
        async (fold) => {
          const [learned, judged] = [rowsOf(table, fold.train), rowsOf(table, fold.validation)];
          const round = await fitted(learned, hidden, context);
          const guessed = await classesOf(round.model, round.encoder, judged, context);
          const real = round.encoder.encode(judged).target;
          return accuracyOf(guessed, real === null ? [] : await real.data());
        },
        { seed: context.seed, stratify: table.column(target).values as readonly string[] },
      );
    const figures = { mlp: await validated([32]), linear: await validated([]) };
    if (signal.aborted) return {};
    screen.say(
      `Right on ${held.length} new animals: ${(100 * testAccuracy).toFixed(1)} %. Cross validation:`,
    );
    for (const [name, { mean, std }] of Object.entries(figures))
      screen.say(`${name.padEnd(8)}${(100 * mean).toFixed(1)} % ± ${(100 * std).toFixed(1)}`);
    return { testAccuracy, crossValidation: figures.mlp.mean, withoutHiddenLayer: figures.linear.mean };
  },
};

interface Fitted {
  readonly model: TableMLP;
  readonly encoder: TableEncoder;
  readonly history: History;
}

async function fitted(
  table: Table,
  hidden: readonly number[],
  { seed, device, quick, signal }: DemoContext,
  more: { readonly callbacks?: readonly Callback[]; readonly resume?: unknown } = {},
): Promise<Fitted> {
  const encoder = TableEncoder.fit(table, { target });
  const columns = { numbers: encoder.numbers.length, cardinalities: encoder.cardinalities };
  const outputs = encoder.classes?.size ?? 1;
  const model = buildForTable(columns, { task: "multiclass", hidden, outputs, dropout: 0.1, seed });
  const data = encoder.dataset(table);
  const history = await train(model, data, {
    epochs: quick ? 1 : 15,
    lr: 0.01,
    seed,
    device,
    signal,
    ...more,
  });
  return { model, encoder, history };
}

async function classesOf(
  model: TableMLP,
  encoder: TableEncoder,
  table: Table,
  { device }: DemoContext,
): Promise<number[]> {
  const { numbers, categories } = encoder.encode(table);
  return (await outputsOf(model, [numbers, categories], { device })).map(argmax);
}

function rowsOf(table: Table, part: Subset<unknown>): Table {
  return table.take(part.indices);
}
