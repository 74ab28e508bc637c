/** Playing a demo: what all of them have in common. */
import {
  type Device,
  defaultDevice,
  initDevice,
  manualSeed,
  setDefaultDevice,
  setThreads,
} from "@gradus/tensor";
import type { Demo, DemoResult } from "./demo.ts";
import { RunFolder } from "./run-folder.ts";
import { Screen } from "./screen.ts";

/** See {@link play}. */
export interface PlayOptions {
  readonly seed?: number;
  readonly data?: string | undefined;
  readonly device?: Device;
  /** How many threads compute, 1 by default. The figures do not depend on it. */
  readonly threads?: number;
  readonly quick?: boolean;
  /** Begin anew, whatever a stopped run left. */
  readonly fresh?: boolean;
  readonly screen?: Screen;
  readonly signal?: AbortSignal;
  /** Where `NAME/` is made; "runs" by default. */
  readonly runs?: string;
}

/**
 * Plays a demo from its seed, or goes on where a stopped run with the same settings left off, and leaves its result in
 * `runs/NAME/result.json`.
 *
 * @returns its figures, the seconds that it took (those before a stop are not counted), seed and device; `stopped` if it was
 */
export async function play(
  demo: Demo,
  options: PlayOptions = {},
): Promise<DemoResult & { seconds: number; seed: number }> {
  const { seed = 1, data, device = "wasm", threads = 1, quick = false, fresh = false } = options;
  const screen = options.screen ?? new Screen();
  const signal = options.signal ?? new AbortController().signal;
  // Other settings are another run: their checkpoints do not fit.
  const variant = [quick ? "quick" : "", device === "wasm" ? "" : device, seed === 1 ? "" : `seed-${seed}`];
  const folder = new RunFolder([demo.name, ...variant].filter((part) => part !== "").join("-"), options.runs);
  if (fresh) await folder.forget();
  const resume = await folder.stopped();
  if (resume !== undefined)
    screen.say(
      `Going on where the last run stopped (--fresh begins anew, without ${folder.path}/checkpoints).`,
    );
  if (device === "gpu") await initDevice("gpu");
  if (threads !== 1) await setThreads(threads);
  const before = defaultDevice();
  const started = performance.now();
  let figures: DemoResult;
  try {
    setDefaultDevice(device);
    manualSeed(seed);
    figures = await demo.play({ seed, data, device, quick, folder, screen, resume, signal });
  } finally {
    setDefaultDevice(before);
    if (threads !== 1) await setThreads(1);
  }
  const seconds = Math.round((performance.now() - started) / 10) / 100;
  const result = {
    demo: demo.name,
    ...figures,
    seconds,
    seed,
    device,
    threads,
    ...(signal.aborted && { stopped: true }),
  };
  if (!signal.aborted) {
    await folder.forget();
    await folder.write("result.json", `${JSON.stringify(result)}\n`);
  }
  return result;
}
