import { type Random, random } from "../random.ts";

/** Points of the plane with a class each: `y[i]` in 0 .. k - 1 is the class of `x[i]`. */
export interface LabelledPoints {
  readonly x: [number, number][];
  readonly y: number[];
}

export interface GeneratorOptions {
  /** Points in all, shared out over the classes as evenly as it goes; 100 where left out. */
  readonly count?: number;
  /** Standard deviation of the normal noise added to both coordinates. */
  readonly noise?: number;
  /** See {@link random}; 0 where left out. */
  readonly seed?: number;
}

export interface CirclesOptions extends GeneratorOptions {
  /** Radius of the inner circle; the outer one has radius 1. */
  readonly factor?: number;
}

export interface SpiralsOptions extends GeneratorOptions {
  /** Arms, one class each; 2 where left out. */
  readonly classes?: number;
  /** Turns of an arm around the origin; 1 where left out. */
  readonly turns?: number;
}

export interface BlobsOptions extends GeneratorOptions {
  /** The middle of each class; (-1, -1) and (1, 1) where left out. */
  readonly centers?: readonly (readonly [number, number])[];
}

/**
 * Two interleaved half circles of radius 1, in random order.
 *
 * For t evenly spaced in [0, π]: class 0 is (cos t, sin t), class 1 is (1 - cos t, 1/2 - sin t). Noise 0.1.
 *
 * @throws RangeError where `count` is not a whole number >= 0 or `noise` is negative; so do the others here
 */
export function moons({ count = 100, noise = 0.1, seed = 0 }: GeneratorOptions = {}): LabelledPoints {
  const moon = (label: number, along: number): [number, number] => {
    const [x, y] = polar(1, Math.PI * along);
    return label === 0 ? [x, y] : [1 - x, 0.5 - y];
  };
  return scatter("moons", { count, noise, classes: 2, random: random(seed) }, moon);
}

/**
 * Two circles around the origin, in random order: class 0 of radius 1, class 1 of radius `factor` (1/2). Noise 0.1.
 */
export function circles({
  count = 100,
  noise = 0.1,
  factor = 0.5,
  seed = 0,
}: CirclesOptions = {}): LabelledPoints {
  const circle = (label: number, along: number, size: number): [number, number] => {
    // The last point of a closed curve must not fall on the first.
    const turn = (along * (size - 1)) / Math.max(size, 1);
    return polar(label === 0 ? 1 : factor, 2 * Math.PI * turn);
  };
  return scatter("circles", { count, noise, classes: 2, random: random(seed) }, circle);
}

/**
 * Archimedean spirals, one arm a class, in random order. Noise 0.03.
 *
 * For r evenly spaced in [0.1, 1], arm c of k is r (cos φ, sin φ) with φ = 2π (turns · r + c / k).
 */
export function spirals({
  count = 100,
  noise = 0.03,
  classes = 2,
  turns = 1,
  seed = 0,
}: SpiralsOptions = {}): LabelledPoints {
  const spiral = (label: number, along: number): [number, number] => {
    // All arms meet at the origin, where no classifier could tell them apart.
    const radius = 0.1 + 0.9 * along;
    return polar(radius, 2 * Math.PI * (turns * radius + label / classes));
  };
  return scatter("spirals", { count, noise, classes, random: random(seed) }, spiral);
}

/** Normal clouds of standard deviation `noise` (0.4) around `centers`, one a class, in random order. */
export function blobs({
  count = 100,
  noise = 0.4,
  centers = [
    [-1, -1],
    [1, 1],
  ],
  seed = 0,
}: BlobsOptions = {}): LabelledPoints {
  const blob = (label: number): [number, number] => [...(centers[label] as [number, number])];
  return scatter("blobs", { count, noise, classes: centers.length, random: random(seed) }, blob);
}

interface Scatter {
  readonly count: number;
  readonly noise: number;
  readonly classes: number;
  readonly random: Random;
}

/** `place(label, along, size)` puts one of a class's `size` points, `along` running evenly from 0 to 1. */
function scatter(
  name: string,
  { count, noise, classes, random }: Scatter,
  place: (label: number, along: number, size: number) => [number, number],
): LabelledPoints {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`${name}: count must be a whole number >= 0, got ${count}`);
  }
  if (!(noise >= 0)) throw new RangeError(`${name}: noise must be >= 0, got ${noise}`);
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(`${name}: there must be at least one class, got ${classes}`);
  }

  const points = Array.from({ length: count }, (_, i) => {
    const label = i % classes;
    const size = Math.ceil((count - label) / classes);
    const along = size > 1 ? Math.floor(i / classes) / (size - 1) : 0;
    const [x, y] = place(label, along, size);
    return { label, at: [random.normal(x, noise), random.normal(y, noise)] as [number, number] };
  });
  const shuffled = random.shuffle(points);
  return { x: shuffled.map(({ at }) => at), y: shuffled.map(({ label }) => label) };
}

function polar(radius: number, angle: number): [number, number] {
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
