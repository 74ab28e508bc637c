import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Demo, play, Screen } from "@gradus/demo";
import { Linear } from "@gradus/nn";
import { Adam } from "@gradus/optim";
import { defaultDevice, mseLoss, randn, type Tensor, threads } from "@gradus/tensor";
import { Checkpoints, fit } from "@gradus/train";
import { afterEach, beforeEach, expect, test } from "vitest";

let runs: string;
beforeEach(() => {
  runs = mkdtempSync(join(tmpdir(), "gradus-demo-"));
});
afterEach(() => rmSync(runs, { recursive: true }));

/** A screen that keeps what is said. */
function quiet(): { screen: Screen; said: string[] } {
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text), columns: 80 } as unknown as NodeJS.WriteStream;
  return { screen: new Screen(stream), said };
}

/** A line, fitted; `stopAfter` steps, if that is given. */
function line(
  weights: Tensor[],
  stop?: { readonly controller: AbortController; readonly after: number },
): Demo {
  return {
    name: "line",
    about: "a line",
    async play({ folder, resume, signal }) {
      const x = randn([16, 2]);
      const model = new Linear(2, 1);
      const history = await fit(model, [[x, x.sum(1, true)]], {
        loss: mseLoss,
        optimizer: new Adam(model.parameters(), { lr: 0.1 }),
        epochs: 20,
        resume,
        signal,
        callbacks: [
          new Checkpoints(folder.checkpoints, { every: { steps: 1 } }),
          {
            name: "stopper",
            onStepEnd: (run) => {
              if (run.step === stop?.after) stop.controller.abort();
            },
          },
        ],
      });
      weights.push(model.weight);
      return { validationLoss: history.losses.at(-1) as number };
    },
  };
}

test("a stopped demo goes on where it was, to the same result as one that never stopped", async () => {
  const weights: Tensor[] = [];
  const whole = await play(line(weights), { runs: join(runs, "a"), screen: quiet().screen });
  const controller = new AbortController();
  const stopped = await play(line(weights, { controller, after: 7 }), {
    runs,
    screen: quiet().screen,
    signal: controller.signal,
  });
  expect(stopped.stopped).toBe(true);
  const { screen, said } = quiet();
  const resumed = await play(line(weights), { runs, screen });
  expect(said.join("")).toContain("Going on where the last run stopped");
  expect(resumed.validationLoss).toBe(whole.validationLoss);
  expect(weights[2]?.dataSync()).toEqual(weights[0]?.dataSync());
  const again = quiet();
  await play(line(weights), { runs, screen: again.screen });
  expect(again.said).toEqual([]);
});

test("fresh begins anew; other settings never meet", async () => {
  const controller = new AbortController();
  await play(line([], { controller, after: 3 }), { runs, screen: quiet().screen, signal: controller.signal });
  const other = quiet();
  await play(line([]), { runs, screen: other.screen, seed: 2 });
  await play(line([]), { runs, screen: other.screen, fresh: true });
  expect(other.said).toEqual([]);
});

test("the result holds figure, seconds, seed and device, and lies in the folder", async () => {
  const result = await play(line([]), { runs, screen: quiet().screen, seed: 3, device: "cpu" });
  expect(result).toMatchObject({ demo: "line", seed: 3, device: "cpu", threads: 1 });
  expect(result.seconds).toBeGreaterThanOrEqual(0);
  expect(JSON.parse(readFileSync(join(runs, "line-cpu-seed-3", "result.json"), "utf8"))).toEqual(result);
  expect(defaultDevice()).toBe("wasm");
});

test("threads compute the same, and are gone afterwards", async () => {
  const weights: Tensor[] = [];
  await play(line(weights), { runs, screen: quiet().screen });
  await play(line(weights), { runs, screen: quiet().screen, threads: 2 });
  expect(weights[1]?.dataSync()).toEqual(weights[0]?.dataSync());
  expect(threads()).toBe(1);
});
