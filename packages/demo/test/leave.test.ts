import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunFolder, saveCurve, saveModel } from "@gradus/demo";
import { Linear } from "@gradus/nn";
import { Adam } from "@gradus/optim";
import { mseLoss, randn } from "@gradus/tensor";
import { fit, History } from "@gradus/train";
import { loadFile } from "@gradus/train/node";
import { expect, test } from "vitest";

test("a run leaves its weights, its figures and its curve", async () => {
  const parent = mkdtempSync(join(tmpdir(), "gradus-demo-"));
  try {
    const folder = new RunFolder("line", parent);
    const model = new Linear(2, 1);
    const batch = [randn([4, 2], { seed: 1 }), randn([4, 1], { seed: 2 })] as const;
    const optimizer = new Adam(model.parameters());
    const history = await fit(model, [batch], { loss: mseLoss, optimizer, epochs: 3, validation: [batch] });

    const { tensors, metadata } = await loadFile(await saveModel(folder, model));
    expect(tensors["weight"]?.dataSync()).toEqual(model.weight.dataSync());
    expect(metadata).toEqual({ format: "pt" });

    const curve = readFileSync(await saveCurve(folder, history), "utf8");
    expect(curve).toContain("validation");
    const { epochs, losses } = JSON.parse(readFileSync(join(folder.path, "curve.json"), "utf8"));
    expect([epochs, losses]).toEqual([history.epochs, history.losses]);

    // A single epoch is a point; its steps are a curve.
    const short = new History();
    short.epochs.push(history.epochs[0]!);
    short.losses.push(3, 2, 1);
    expect(readFileSync(await saveCurve(folder, short, "short"), "utf8")).toContain(">step<");
  } finally {
    rmSync(parent, { recursive: true });
  }
});
