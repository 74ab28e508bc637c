/** A run of `fit`: everything that changes while it runs, and how all of it is saved and taken up again. */
import { type AnyModule, Module } from "@gradus/nn";
import type { ExponentialMovingAverage } from "@gradus/optim";
import { type Generator, type GeneratorState, getRngState, setRngState, type Tensor } from "@gradus/tensor";
import type { Callback, Run } from "../callbacks/callback.ts";
import { Figures, type Metrics } from "./figures.ts";
import { generatorsIn } from "./generators.ts";
import { History } from "./history.ts";
import type { FitOptions } from "./options.ts";
import { checkOptions, checkSavedRun, type SavedRun } from "./saved-run.ts";
import { Schedules } from "./schedules.ts";
import type { Trainable } from "./trainable.ts";

/** What a loader is here: something that may have a state. */
interface MaybeStateful {
  readonly length?: number;
  stateDict?(): unknown;
  loadStateDict?(state: never): void;
}

// biome-ignore lint/suspicious/noExplicitAny: types of batches, outputs and targets do not matter here
type AnyOptions = FitOptions<any, any, any, any>;

/** See {@link Run}. */
export class Training implements Run {
  readonly model: AnyModule;
  readonly optimizer: Trainable;
  readonly ema: ExponentialMovingAverage | null;
  readonly history: History = new History();
  readonly epochs: number;
  readonly stepsPerEpoch: number | undefined;
  readonly figures: Figures<Metrics>;
  readonly schedules: Schedules;
  epoch = 1;
  batch = 0;
  stopped: string | null = null;
  /** The rate of the first group in the last step. */
  lr = 0;
  /** All that training moves: parameters of the model, and what else the optimizer has. */
  readonly parameters: readonly Tensor[];
  /** Tensors that outlive a step. */
  readonly lasting: readonly Tensor[];
  /** The shared stream at the beginning of the epoch, for loaders that draw their order from it. */
  epochRng: GeneratorState = getRngState();
  readonly #loader: MaybeStateful;
  readonly #validation: MaybeStateful;
  readonly #generators: readonly Generator[];
  readonly #callbacks: readonly (readonly [key: string, callback: Callback])[];

  constructor(model: AnyModule, loader: MaybeStateful, options: AnyOptions) {
    const { optimizer, epochs, ema = null, validation = {}, callbacks = [] } = options;
    if (!Number.isInteger(epochs) || epochs < 1)
      throw new RangeError(`fit: epochs is ${epochs}; it must be a whole number >= 1`);
    checkParameters(model, optimizer);
    this.model = model;
    this.parameters = [
      ...new Set([...model.parameters(), ...optimizer.paramGroups.flatMap(({ params }) => params)]),
    ];
    this.lasting = [...this.parameters, ...model.namedBuffers().map(([, x]) => x)];
    this.optimizer = optimizer;
    this.ema = ema;
    this.epochs = epochs;
    this.stepsPerEpoch = loader.length;
    this.figures = new Figures(options.metrics ?? {});
    this.schedules = new Schedules(options.schedule);
    this.#loader = loader;
    this.#validation = validation;
    const inLoss = options.loss instanceof Module ? generatorsIn(options.loss) : [];
    this.#generators = [...new Set([...generatorsIn(model), ...inLoss, ...(options.generators ?? [])])];
    this.#callbacks = callbacks.map((callback, i) => {
      const namesakes = callbacks.slice(0, i).filter(({ name }) => name === callback.name).length;
      return [namesakes === 0 ? callback.name : `${callback.name} ${namesakes + 1}`, callback] as const;
    });
  }

  get step(): number {
    return this.history.losses.length;
  }

  stop(reason: string): void {
    this.stopped ??= reason;
  }

  /** Whether the loader says where it stands. */
  get loaderHasState(): boolean {
    return this.#loader.stateDict !== undefined && this.#loader.loadStateDict !== undefined;
  }

  /** Calls one method of all callbacks, in order, each after the one before is done. */
  async call(f: (callback: Callback) => void | Promise<void> | undefined): Promise<void> {
    for (const [, callback] of this.#callbacks) await f(callback);
  }

  stateDict(): SavedRun {
    const callbacks = this.#callbacks.flatMap(([key, callback]) =>
      callback.stateDict === undefined ? [] : [[key, callback.stateDict()] as const],
    );
    return {
      epoch: this.epoch,
      batch: this.batch,
      stopped: this.stopped,
      lr: this.lr,
      model: this.model.stateDict(),
      optimizer: this.optimizer.stateDict(),
      schedules: this.schedules.stateDict(),
      ema: this.ema?.stateDict() ?? null,
      callbacks: Object.fromEntries(callbacks),
      history: this.history.stateDict(),
      figures: this.figures.stateDict(),
      random: {
        shared: getRngState(),
        epoch: this.epochRng,
        own: this.#generators.map((generator) => generator.getState()),
      },
      loader: this.loaderHasState ? this.#loader.stateDict?.() : null,
      validation: this.#validation.loadStateDict === undefined ? null : this.#validation.stateDict?.(),
    };
  }

  /** @throws Error with both values where the checkpoint is of another run */
  loadStateDict(state: unknown): void {
    const saved = checkSavedRun(state);
    try {
      this.#load(saved);
    } catch (error) {
      if (error instanceof Error) error.message = `fit: the checkpoint is of another run: ${error.message}`;
      throw error;
    }
  }

  #load(saved: SavedRun): void {
    const mismatch = (what: string, theirs: unknown, ours: unknown): void => {
      if (theirs !== ours)
        throw new Error(`${what}: saved ${theirs}, here ${ours}; set up the run as it was`);
    };
    mismatch("ema", saved.ema === null ? "no" : "yes", this.ema === null ? "no" : "yes");
    mismatch("random streams", saved.random.own.length, this.#generators.length);
    mismatch(
      "loader",
      saved.loader === null ? "without state" : "with state",
      this.loaderHasState ? "with state" : "without state",
    );
    const names = this.#callbacks
      .filter(([, callback]) => callback.stateDict !== undefined)
      .map(([key]) => key);
    mismatch(
      "callbacks with a state",
      Object.keys(saved.callbacks).sort().join(", "),
      names.sort().join(", "),
    );
    this.model.loadStateDict(saved.model);
    checkOptions(saved.optimizer.paramGroups, this.optimizer.paramGroups);
    this.optimizer.loadStateDict(saved.optimizer);
    // After the optimizer, whose options they set.
    this.schedules.loadStateDict(saved.schedules);
    if (saved.ema !== null) this.ema?.loadStateDict(saved.ema);
    for (const [key, callback] of this.#callbacks)
      if (callback.stateDict !== undefined) callback.loadStateDict?.(saved.callbacks[key]);
    this.history.loadStateDict(saved.history);
    this.figures.loadStateDict(saved.figures);
    if (saved.loader !== null) this.#loader.loadStateDict?.(saved.loader as never);
    if (saved.validation !== null) this.#validation.loadStateDict?.(saved.validation as never);
    saved.random.own.forEach((each, i) => void this.#generators[i]?.setState(each));
    setRngState(saved.random.shared);
    this.epoch = saved.epoch;
    this.batch = saved.batch;
    this.stopped = saved.stopped;
    this.lr = saved.lr;
    this.epochRng = saved.random.epoch;
  }
}

/** @throws Error if the optimizer moves no parameter of the model, as one made before another model does */
function checkParameters(model: AnyModule, { paramGroups }: Trainable): void {
  const own = new Set(model.parameters());
  const all = paramGroups.flatMap(({ params }) => params);
  if (!all.some((param) => own.has(param)))
    throw new Error(
      `fit: the model has ${own.size} parameters, and none of the optimizer's ${all.length} is among them; ` +
        "make the optimizer of model.parameters()",
    );
}
