/** Where batches come from. */
import { type Device, Tensor, to } from "@gradus/tensor";

/**
 * What can be gone through once an epoch, by `for await`: an array of batches, a `DataLoader`, anything with
 * `[Symbol.iterator]` or `[Symbol.asyncIterator]`. With `stateDict` and `loadStateDict` it says itself how many batches of
 * which epoch it has handed out, and goes on there; without, a resumed epoch is gone through from its beginning, and the
 * batches that were used are passed over.
 */
export type Loader<B> = (Iterable<B> | AsyncIterable<B>) & {
  /** Batches an epoch, for a progress bar. */
  readonly length?: number;
  stateDict?(): unknown;
  loadStateDict?(state: never): void;
};

/** The inputs of a model, and what its output should be. */
export interface Example<I, T> {
  readonly inputs: I;
  readonly target: T;
  /** Tensors that had to be brought to another device. */
  readonly copies: readonly Tensor[];
}

/** An example, where types do not matter. */
type AnyExample = Example<readonly unknown[], unknown>;

/** How a batch is read, and where its tensors go. */
export interface UnpackOptions<I extends readonly unknown[], T, B> {
  /**
   * The model's inputs and the target of a batch, in this order. Batches `[...inputs, target]` need none:
   *
   *     unpack: ({ image, label }) => [image, label]
   */
  readonly unpack?: ((batch: B) => readonly [...inputs: I, target: T]) | undefined;
  /** Where the model computes; by default wherever its parameters lie. Batches are brought there. */
  readonly device?: Device | undefined;
}

/** @throws TypeError if the batch is no list of inputs and a target */
export function unpackBatch<I extends readonly unknown[], T, B>(
  batch: B,
  { unpack, device }: UnpackOptions<I, T, B>,
): Example<I, T> {
  const parts: unknown = unpack === undefined ? batch : unpack(batch);
  if (!Array.isArray(parts) || parts.length < 2)
    throw new TypeError(
      `fit: a batch is ${describe(parts)}; it must be [input, target]. Pass unpack: (batch) => [batch.x, batch.y]`,
    );
  const moved = parts.map((part) =>
    part instanceof Tensor && device !== undefined ? to(part, device) : part,
  );
  const copies = moved.filter((part, i) => part !== parts[i]);
  return { inputs: moved.slice(0, -1) as unknown as I, target: moved.at(-1) as T, copies };
}

/** How many examples a batch has: the first extent of its first input. */
export function examplesIn({ inputs }: AnyExample): number {
  const [first] = inputs;
  return first instanceof Tensor ? (first.shape[0] ?? 1) : 1;
}

/** The tensors of a batch. */
export function tensorsIn({ inputs, target }: AnyExample): Tensor[] {
  return [...inputs, target].filter((part) => part instanceof Tensor);
}

function describe(batch: unknown): string {
  if (Array.isArray(batch)) return `a list of ${batch.length}`;
  if (batch instanceof Tensor) return `one tensor of shape [${batch.shape}]`;
  return typeof batch === "object" && batch !== null
    ? `a record of ${Object.keys(batch).join(", ")}`
    : typeof batch;
}
