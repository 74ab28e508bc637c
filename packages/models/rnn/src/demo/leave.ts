/** What the demos leave in their folders. */
import type { DemoContext } from "@gradus/demo";
import type { AnyModule } from "@gradus/nn";
import {
  type Callback,
  Checkpoints,
  type History,
  loadCheckpoint,
  type Store,
  serialize,
} from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { lineChartSvg } from "@gradus/viz";

/** The curve of a training as picture and as numbers, and the model. */
export async function leave(
  { folder }: DemoContext,
  { title, model, history }: { title: string; model: AnyModule; history: History },
): Promise<void> {
  await folder.write("curve.json", `${JSON.stringify(history.epochs)}\n`);
  await folder.write(
    "curve.svg",
    await lineChartSvg({
      title,
      x: history.column("epoch"),
      series: [
        { name: "train", values: history.column("loss") },
        { name: "validation", values: history.column("valLoss") },
      ],
      xLabel: "epoch",
      yLabel: "loss",
    }),
  );
  await folder.write("model.safetensors", await serialize(model.stateDict(), { format: "pt" }));
}

/** How a training is shown, stopped and resumed. */
interface Harness {
  readonly callbacks: readonly Callback[];
  readonly resume: unknown;
  readonly signal: AbortSignal;
}

/** What `fit` is given in every demo. */
export function harness({
  folder,
  resume,
  signal,
}: Pick<DemoContext, "folder" | "resume" | "signal">): Harness {
  return { callbacks: [new Checkpoints(folder.checkpoints), new Progress()], resume, signal };
}

/** The same for one of several trainings in a demo: each has checkpoints of its own. */
export async function harnessOf(
  name: string,
  { folder, signal }: Pick<DemoContext, "folder" | "signal">,
): Promise<Harness> {
  const all = folder.checkpoints;
  const own: Store = {
    get: (key) => all.get(`${name}-${key}`),
    set: (key, bytes) => all.set(`${name}-${key}`, bytes),
    delete: (key) => all.delete(`${name}-${key}`),
    keys: async () =>
      [...(await all.keys())].flatMap((key) =>
        key.startsWith(`${name}-`) ? key.slice(name.length + 1) : [],
      ),
  };
  return { callbacks: [new Checkpoints(own), new Progress()], resume: await loadCheckpoint(own), signal };
}
