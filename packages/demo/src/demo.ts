/** What a demo is: a model trained with a seed, and a number that a sceptic can get again. */
import type { Device } from "@gradus/tensor";
import type { RunFolder } from "./run-folder.ts";
import type { Screen } from "./screen.ts";

/** What a demo has to go on. */
export interface DemoContext {
  /** Of everything random. */
  readonly seed: number;
  /** The folder with real data, if one was named. */
  readonly data: string | undefined;
  readonly device: Device;
  /** Whether settings are to be so small that the whole takes seconds: the figure then says nothing. */
  readonly quick: boolean;
  /** Where curves, samples, pictures and checkpoints go: `runs/NAME/`. */
  readonly folder: RunFolder;
  readonly screen: Screen;
  /** The state that a stopped run left, for `fit`'s `resume`; `undefined` for a new run. */
  readonly resume: unknown;
  /** Whether somebody wants it to stop: pass it to `fit`. */
  readonly signal: AbortSignal;
}

/** What a demo found: one of these figures at least, and whatever else it measured. */
export interface DemoResult {
  readonly testAccuracy?: number;
  readonly validationLoss?: number;
  readonly [figure: string]: unknown;
}

/** A model, trained for real. */
export interface Demo {
  /** As on the command line. */
  readonly name: string;
  /** One line: the model, the data, and what `--data` must hold, if it is needed. */
  readonly about: string;
  play(context: DemoContext): Promise<DemoResult>;
}
