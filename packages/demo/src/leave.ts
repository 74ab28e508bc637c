/** What every run of a model leaves in its folder. */
import type { AnyModule } from "@gradus/nn";
import { type History, serialize } from "@gradus/train";
import { lineChartSvg } from "@gradus/viz";
import type { RunFolder } from "./run-folder.ts";

/** Writes the model's state as `NAME.safetensors`, as Python's `safetensors.torch.load_file` reads it. Returns its path. */
export async function saveModel(folder: RunFolder, model: AnyModule, name = "model"): Promise<string> {
  return folder.write(`${name}.safetensors`, await serialize(model.stateDict(), { format: "pt" }));
}

/**
 * Writes the losses of all epochs as `NAME.svg` (those of the steps, where there are fewer than two epochs), and every figure
 * of the epochs and the loss of every step as `NAME.json`. Returns the picture's path.
 */
export async function saveCurve(folder: RunFolder, history: History, name = "curve"): Promise<string> {
  const { epochs, losses } = history;
  await folder.write(`${name}.json`, `${JSON.stringify({ epochs, losses })}\n`);
  const validated = epochs.some(({ valLoss }) => valLoss !== undefined);
  const curves =
    epochs.length < 2
      ? { xLabel: "step", series: [{ name: "train", values: losses }] }
      : {
          xLabel: "epoch",
          x: history.column("epoch"),
          series: [
            { name: "train", values: history.column("loss") },
            ...(validated ? [{ name: "validation", values: history.column("valLoss") }] : []),
          ],
        };
  return folder.write(`${name}.svg`, await lineChartSvg({ title: "Loss", yLabel: "loss", ...curves }));
}
