/** Where a token stands: attention alone does not see it. */
import { cast, defaultDevice, narrow, type Tensor, tensor } from "@gradus/tensor";
import { normal } from "../init/fill.ts";
import { checkFeatures, checkSizes, type LayerOptions, made } from "../layer.ts";
import { Module } from "../module.ts";
import { constant } from "../parameter.ts";

/** Wavelengths go from 2π to this times 2π. */
const LONGEST = 10_000;

/**
 * A vector for each place, of waves from short to long: `table[p, 2i] = sin(p / 10000^(2i/d))`, `table[p, 2i + 1] =
 * cos(p / 10000^(2i/d))` (Vaswani et al. 2017, "Attention is all you need", section 3.5). float64 `[length, dModel]`.
 */
export function sinusoidalPositions(length: number, dModel: number): Tensor {
  checkSizes("sinusoidalPositions", { length, dModel });
  return tensor(wavesOf(length, dModel), { shape: [length, dModel] });
}

function wavesOf(length: number, dModel: number): Float64Array {
  return Float64Array.from({ length: length * dModel }, (_, k) => {
    const [place, feature] = [Math.floor(k / dModel), k % dModel];
    const pair = feature - (feature % 2);
    const angle = place / LONGEST ** (pair / dModel);
    return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

/** Options of layers that add positions. */
export interface PositionsOptions extends LayerOptions {
  /** Whether inputs are `[N, L, E]` in place of `[L, N, E]`; no by default, as in attention. */
  readonly batchFirst?: boolean;
}

/** Options of {@link LearnedPositions}. */
export interface LearnedPositionsOptions extends PositionsOptions {
  /** The standard deviation of first values; 0.02 by default. */
  readonly std?: number;
}

abstract class Positions extends Module<[x: Tensor, offset?: number]> {
  readonly maxLength: number;
  readonly dModel: number;
  readonly batchFirst: boolean;

  constructor(maxLength: number, dModel: number, { batchFirst = false }: PositionsOptions) {
    super();
    checkSizes(new.target.name, { maxLength, dModel });
    this.maxLength = maxLength;
    this.dModel = dModel;
    this.batchFirst = batchFirst;
  }

  /** A vector for each place, `[maxLength, dModel]`. */
  protected abstract table(): Tensor;

  /**
   * @param x `[L, N, E]`, or `[N, L, E]` with `batchFirst`, or `[L, E]`
   * @param offset the place of its first token: `cache.length` when decoding with a cache; 0 by default
   * @throws RangeError if it goes beyond `maxLength`
   */
  forward(x: Tensor, offset = 0): Tensor {
    const layer = this.constructor.name;
    checkFeatures(layer, x, -1, this.dModel, "dModel");
    const timeFirst = !this.batchFirst && x.rank > 2;
    const length = x.shape.at(timeFirst ? -3 : -2) as number;
    if (offset + length > this.maxLength)
      throw new RangeError(
        `${layer}: ${length} tokens from place ${offset} on go beyond maxLength ${this.maxLength}; make the layer with ` +
          `maxLength = ${offset + length} or more, or shorten the text`,
      );
    const rows = cast(narrow(this.table(), 0, offset, length), x.dtype); // [L, E]
    return x.add(timeFirst ? rows.unsqueeze(1) : rows);
  }
}

/** Adds {@link sinusoidalPositions}: nothing is learned. */
export class SinusoidalPositions extends Positions {
  readonly waves: Tensor;

  constructor(dModel: number, options: PositionsOptions & { readonly maxLength?: number } = {}) {
    super(options.maxLength ?? 5000, dModel, options);
    const { dtype = "float32", device = defaultDevice() } = options;
    // Not by way of float64 tensors, which not every device has.
    const shape = [this.maxLength, dModel];
    this.waves = constant(tensor(wavesOf(this.maxLength, dModel), { shape, dtype, device }));
  }

  protected table(): Tensor {
    return this.waves;
  }
}

/** Adds a learned vector for each place: `weight [maxLength, dModel]`. */
export class LearnedPositions extends Positions {
  readonly weight: Tensor;

  constructor(maxLength: number, dModel: number, options: LearnedPositionsOptions = {}) {
    super(maxLength, dModel, options);
    this.weight = made([maxLength, dModel], options, (x) => normal(x, 0, options.std ?? 0.02, options));
  }

  protected table(): Tensor {
    return this.weight;
  }
}
