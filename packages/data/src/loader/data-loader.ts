/** Batches of a data set. */
import type { Dataset } from "../dataset/dataset.ts";
import { gathererOf } from "../dataset/tensor-dataset.ts";
import { foldIn, type Random, random } from "../random.ts";
import { type Collated, defaultCollate } from "./collate.ts";
import { prefetch } from "./prefetch.ts";
import { RandomSampler, type Sampler, SequentialSampler } from "./sampler.ts";

/** Options of a {@link DataLoader} of samples `T` in batches `B`. */
export interface DataLoaderOptions<T, B> {
  /** Samples a batch, 1 where left out; the last batch of an epoch may be smaller (see `dropLast`). */
  readonly batchSize?: number;
  /** Whether each epoch visits the samples in a random order of its own. */
  readonly shuffle?: boolean;
  /** Decides the orders of `shuffle` and the numbers that `transform` draws; 0 where left out. */
  readonly seed?: number;
  /** An order in place of `shuffle`'s. */
  readonly sampler?: Sampler;
  /** Whether a last batch of fewer samples is left out. */
  readonly dropLast?: boolean;
  /** Makes a batch of samples; {@link defaultCollate} where left out. */
  readonly collate?: (samples: T[]) => B;
  /**
   * Changes batches on their way out, as image augmentation does. `random` is seeded by the loader's seed, the epoch and
   * the batch's place in it, so a continued epoch draws the same numbers.
   */
  readonly transform?: (batch: B, random: Random) => B;
  /** How many batches an asynchronous loop may load ahead of the one handed out; 2 where left out, 0 for none. */
  readonly prefetch?: number;
}

/** Where a loader stands, as plain data. */
export interface DataLoaderState {
  readonly epoch: number;
  /** Samples of the epoch handed out so far. What was loaded ahead does not count. */
  readonly position: number;
  readonly seed: number;
  /** Samples an epoch. */
  readonly length: number;
}

/** What a batch may be. That it may be a tuple lets TypeScript see one where `transform` returns `[x, y]`. */
// biome-ignore lint/complexity/noBannedTypes: `unknown` would swallow the tuple
type Anything = {} | [] | null | undefined;

/**
 * Cuts a data set into batches, in a new order each epoch.
 *
 *     for await (const [x, y] of loader) { ... }     any data set; loads ahead
 *     for (const [x, y] of loader.sync()) { ... }    data sets whose `get` returns no promise
 *
 * Each loop is one epoch: the next one, also where the loop before was left by `break`. Only after `loadStateDict` a loop
 * goes on in the middle of the epoch that was loaded, and gives what the uninterrupted one would have given.
 */
export class DataLoader<T, B extends Anything = Collated<Awaited<T>>> implements AsyncIterable<B> {
  readonly dataset: Dataset<T>;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly seed: number;
  readonly sampler: Sampler;
  readonly #collate: ((samples: Awaited<T>[]) => B) | undefined;
  readonly #transform: ((batch: B, random: Random) => B) | undefined;
  readonly #prefetch: number;
  #epoch = 0;
  #position = 0;
  #continues = false;
  /** The loop whose progress counts: the one begun last. */
  #loop: object = {};

  /** @throws RangeError where `batchSize` or `prefetch` is no whole number, or `shuffle` and `sampler` are both given */
  constructor(dataset: Dataset<T>, options: DataLoaderOptions<Awaited<T>, B> = {}) {
    const { batchSize = 1, shuffle = false, seed = 0, sampler, dropLast = false, prefetch = 2 } = options;
    checkWhole("batchSize", batchSize, 1);
    checkWhole("prefetch", prefetch, 0);
    checkWhole("seed", seed, 0);
    if (shuffle && sampler !== undefined)
      throw new RangeError("DataLoader: shuffle and sampler both decide the order; leave shuffle out");
    this.dataset = dataset;
    this.batchSize = batchSize;
    this.dropLast = dropLast;
    this.seed = seed;
    this.sampler =
      sampler ?? (shuffle ? new RandomSampler(dataset.length, seed) : new SequentialSampler(dataset.length));
    this.#collate = options.collate;
    this.#transform = options.transform;
    this.#prefetch = prefetch;
  }

  /** Batches an epoch. */
  get length(): number {
    const batches = this.sampler.length / this.batchSize;
    return this.dropLast ? Math.floor(batches) : Math.ceil(batches);
  }

  /** The epoch that is running or, between loops, that the next one will be (after a `break`: the one broken off). */
  get epoch(): number {
    return this.#epoch;
  }

  /** The batches of an epoch, loaded up to `prefetch` ahead and handed out in order. */
  [Symbol.asyncIterator](): AsyncGenerator<B, void, undefined> {
    const { epoch, batches, handOut, finish } = this.#begin();
    const load = async (at: Place): Promise<B> => {
      const gathered = this.#gather(at);
      if (gathered !== undefined) return this.#finish(gathered.batch, epoch, at);
      return this.#finish(this.#put(await Promise.all(this.#samples(at))), epoch, at);
    };
    return prefetch(batches, load, this.#prefetch, handOut, finish);
  }

  /**
   * The batches of an epoch, without promises: for loops inside of synchronous code.
   *
   * @throws TypeError where the data set is asynchronous
   */
  *sync(): Generator<B, void, undefined> {
    const { epoch, batches, handOut, finish } = this.#begin();
    for (const at of batches) {
      const batch = this.#gather(at)?.batch ?? this.#put(this.#samples(at).map(refusePromise));
      const finished = this.#finish(batch, epoch, at);
      handOut(at);
      yield finished;
    }
    finish();
  }

  /** Where the loader stands: after the batches that loops were given, not those loaded ahead. */
  stateDict(): DataLoaderState {
    return { epoch: this.#epoch, position: this.#position, seed: this.seed, length: this.sampler.length };
  }

  /**
   * Goes on where the loader of this state stood; the next loop yields the rest of its epoch. The batch size may differ.
   *
   * @throws RangeError where seeds or lengths differ, because the order would be another
   */
  loadStateDict({ epoch, position, seed, length }: DataLoaderState): void {
    checkWhole("epoch", epoch, 0);
    checkWhole("position", position, 0);
    if (seed !== this.seed)
      throw new RangeError(
        `DataLoader: the state is of seed ${seed}, this loader of seed ${this.seed}; build it with seed ${seed}`,
      );
    if (length !== this.sampler.length || position > length)
      throw new RangeError(
        `DataLoader: the state is at ${position} of ${length} samples, this loader has ${this.sampler.length}; ` +
          "build it over the same data",
      );
    this.#epoch = epoch;
    this.#position = position;
    this.#continues = true;
    this.#loop = {};
  }

  #begin(): Epoch {
    if (this.#position > 0 && !this.#continues) {
      this.#epoch++;
      this.#position = 0;
    }
    this.#continues = false;
    const [loop, epoch] = [{}, this.#epoch];
    this.#loop = loop;
    return {
      epoch,
      batches: this.#places(this.sampler.indices(epoch), this.#position),
      handOut: ({ end }) => {
        if (this.#loop === loop) this.#position = end;
      },
      finish: () => {
        if (this.#loop !== loop) return;
        this.#epoch = epoch + 1;
        this.#position = 0;
        this.#loop = {};
      },
    };
  }

  *#places(order: ArrayLike<number>, from: number): Generator<Place> {
    for (let start = from; start < order.length; start += this.batchSize) {
      const end = Math.min(start + this.batchSize, order.length);
      if (this.dropLast && end - start < this.batchSize) return;
      yield { start, end, indices: slice(order, start, end) };
    }
  }

  #samples({ indices }: Place): T[] {
    return Array.from(indices, (i) => this.dataset.get(i));
  }

  /** In one go, where the data set can and the caller did not ask for a batch of another kind. */
  #gather({ indices }: Place): { batch: B } | undefined {
    const gather = this.#collate === undefined ? gathererOf(this.dataset) : undefined;
    return gather && { batch: gather(indices) as B };
  }

  #put(samples: Awaited<T>[]): B {
    return this.#collate === undefined ? (defaultCollate(samples) as B) : this.#collate(samples);
  }

  #finish(batch: B, epoch: number, { start }: Place): B {
    // Folded further than the seed of the order, so that the two streams have nothing in common.
    return this.#transform === undefined
      ? batch
      : this.#transform(batch, random(foldIn(foldIn(foldIn(this.seed, epoch), 1), start)));
  }
}

/** A batch to be: which samples, and the part of the epoch that they are. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly indices: Int32Array;
}

interface Epoch {
  readonly epoch: number;
  readonly batches: Iterable<Place>;
  handOut(at: Place): void;
  finish(): void;
}

function slice(order: ArrayLike<number>, start: number, end: number): Int32Array {
  return Int32Array.from({ length: end - start }, (_, i) => order[start + i] as number);
}

function refusePromise<T>(sample: T): Awaited<T> {
  if (sample instanceof Promise)
    throw new TypeError(
      "DataLoader.sync: the data set's get returned a promise, not a sample; write `for await (const batch of loader)`",
    );
  return sample as Awaited<T>;
}

function checkWhole(what: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new RangeError(`DataLoader: ${what} is ${value}; it must be a whole number from ${least}`);
}
