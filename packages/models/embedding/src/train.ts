/** Training word vectors. */
import { DataLoader, type GatherDataset } from "@gradus/data";
import { Adam, LinearLR } from "@gradus/optim";
import { Generator, type Tensor, tensor } from "@gradus/tensor";
import { type FitOptions, fit, type History } from "@gradus/train";
import { NegativeSampler } from "./negative-sampler.ts";
import { negativeSamplingLoss, type SkipGram } from "./skip-gram.ts";
import { nearbyPairs, type PairOptions, type Pairs, type WordCorpus } from "./words.ts";

/** See {@link trainSkipGram}. */
export interface TrainSkipGramOptions
  extends Omit<PairOptions, "generator">,
    Pick<FitOptions<[Tensor, Tensor], Tensor, Tensor, Pairs>, "callbacks" | "resume" | "signal"> {
  /** 5 by default. */
  readonly epochs?: number;
  /** 1024 pairs by default. */
  readonly batchSize?: number;
  /** K: words drawn for each that was there; 5 by default. */
  readonly negatives?: number;
  /** At the beginning; it falls to a hundredth in a straight line. 0.01 by default. */
  readonly lr?: number;
  /** Of pairs, their order and the words drawn; 0 by default. */
  readonly seed?: number;
}

/**
 * Trains by Adam on pairs of words that stand near each other, {@link negativeSamplingLoss}.
 *
 * @throws RangeError if no two words stand together, or the model is of another vocabulary
 */
export function trainSkipGram(
  model: SkipGram,
  corpus: WordCorpus,
  options: TrainSkipGramOptions = {},
): Promise<History> {
  const {
    epochs = 5,
    batchSize = 1024,
    negatives = 5,
    lr = 0.01,
    seed = 0,
    window,
    subsample,
    ...rest
  } = options;
  if (model.vocabulary !== corpus.vocabulary.size)
    throw new RangeError(
      `trainSkipGram: the model has ${model.vocabulary} words, the text ${corpus.vocabulary.size}; build the model for this text`,
    );
  const generator = new Generator(seed);
  const pairs = nearbyPairs(corpus, {
    generator,
    ...(window === undefined ? {} : { window }),
    ...(subsample === undefined ? {} : { subsample }),
  });
  if (pairs.centers.length === 0)
    throw new RangeError("trainSkipGram: no two words stand together; give sentences of more than one word");
  const loader = new DataLoader<Pairs, Pairs>(new PairDataset(pairs), { batchSize, shuffle: true, seed });
  const sampler = new NegativeSampler(corpus.counts);
  const optimizer = new Adam(model.parameters(), { lr });
  return fit(model, loader, {
    loss: negativeSamplingLoss,
    optimizer,
    epochs,
    unpack: (batch) => withNegatives(batch, negatives, sampler, generator),
    // The words drawn belong to the run: a resumed one draws on.
    generators: [generator],
    schedule: {
      scheduler: new LinearLR(optimizer, {
        startFactor: 1,
        endFactor: 0.01,
        totalIters: loader.length * epochs,
      }),
      interval: "step",
    },
    ...rest,
  });
}

/** Pairs of words, for a loader; batches are pairs, too. */
class PairDataset implements GatherDataset<Pairs, Pairs> {
  readonly #pairs: Pairs;

  constructor(pairs: Pairs) {
    this.#pairs = pairs;
  }

  get length(): number {
    return this.#pairs.centers.length;
  }

  get(i: number): Pairs {
    return this.gather([i]);
  }

  gather(indices: ArrayLike<number>): Pairs {
    const { centers, contexts } = this.#pairs;
    return {
      centers: Int32Array.from(indices, (i) => centers[i] as number),
      contexts: Int32Array.from(indices, (i) => contexts[i] as number),
    };
  }
}

/** Pairs as inputs and labels: words `[B]`, those near them and drawn ones `[B, 1 + K]`, 1 and zeros `[B, 1 + K]`. */
function withNegatives(
  { centers, contexts }: Pairs,
  negatives: number,
  sampler: NegativeSampler,
  generator: Generator,
): [center: Tensor, context: Tensor, label: Tensor] {
  const width = 1 + negatives;
  const shape = [centers.length, width];
  const [words, labels] = [new Int32Array(centers.length * width), new Float32Array(centers.length * width)];
  for (const [row, context] of contexts.entries()) {
    const first = row * width;
    words[first] = context;
    labels[first] = 1;
    for (let k = 1; k < width; k++) words[first + k] = sampler.draw(generator);
  }
  return [tensor(centers), tensor(words, { shape }), tensor(labels, { shape })];
}
