import { type Random, random } from "../../random.ts";
import { type Knot, type Point, parseStroke, smooth } from "./curve.ts";
import { randomAffine, randomElastic, randomProportions } from "./distort.ts";
import { type Ink, render, side } from "./render.ts";
import { type Style, templates } from "./templates.ts";

/** Drawn digits: image `i` is `images.subarray(784 * i, 784 * (i + 1))`. */
export interface StrokeDigits {
  /** [count, 1, 28, 28], flat; 0 is background, 1 is ink. */
  readonly images: Float32Array;
  /** [count], the digit on each image. */
  readonly labels: Uint8Array;
  /** The shape of `images`. */
  readonly shape: readonly [count: number, channels: 1, rows: 28, columns: 28];
}

export interface StrokeDigitsOptions {
  /** Images in all, shared out over the digits as evenly as it goes, in random order. */
  readonly count: number;
  /** See {@link random}; 0 where left out. */
  readonly seed?: number;
  /** Which digits; all ten where left out. */
  readonly digits?: readonly number[];
  /** How far each digit strays from its template: 0 is the template itself, 1 (where left out) is like handwriting. */
  readonly jitter?: number;
}

/**
 * Handwritten digits that nobody wrote: hand-designed strokes in several styles for each digit, their points jittered,
 * bent, slanted and turned, drawn with a pen of varying width, and normalised as MNIST is. A model that learned on them
 * alone reads real handwriting.
 *
 * @throws RangeError where `count` is not a whole number >= 0, `digits` is empty or holds anything but 0 to 9, or
 *   `jitter` is negative
 */
export function strokeDigits({
  count,
  seed = 0,
  digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  jitter = 1,
}: StrokeDigitsOptions): StrokeDigits {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`strokeDigits: count must be a whole number >= 0, got ${count}`);
  }
  if (!(jitter >= 0)) throw new RangeError(`strokeDigits: jitter must be >= 0, got ${jitter}`);
  const unknown = digits.find((digit) => templates[digit] === undefined);
  if (unknown !== undefined || digits.length === 0) {
    throw new RangeError(`strokeDigits: digits must be some of 0 to 9, got ${unknown ?? "none"}`);
  }

  const source = random(seed);
  const labels = Uint8Array.from(
    source.shuffle(Array.from({ length: count }, (_, i) => digits[i % digits.length] as number)),
  );
  const images = new Float32Array(count * side * side);
  labels.forEach((digit, i) => {
    drawDigit(digit, source, jitter, images.subarray(i * side * side, (i + 1) * side * side));
  });
  return { images, labels, shape: [count, 1, side, side] };
}

const styles = templates.map((ofDigit) =>
  ofDigit.map(({ weight, strokes }) => ({ weight, strokes: strokes.map(parseStroke) })),
);

/** Pieces between two knots: at 20 pixels a digit, finer ones cannot be seen. */
const pieces = 6;

function drawDigit(digit: number, random: Random, jitter: number, into: Float32Array): void {
  const { strokes } = pick(styles[digit] as (typeof styles)[number], random);
  const affine = randomAffine(random, jitter);
  const elastic = randomElastic(random, jitter);
  const proportions = randomProportions(random, jitter);
  const radius = 0.07 * Math.exp(jitter * random.normal(0, 0.33));
  const inks = strokes.map((knots): Ink => {
    const line = smooth(jitterKnots(knots, random, 0.03 * jitter), pieces).map((point) =>
      affine(elastic(proportions(point))),
    );
    return { line, radii: pressure(line.length, radius, random, jitter) };
  });
  render(inks, into);
}

function pick<T extends Pick<Style, "weight">>(items: readonly T[], random: Random): T {
  let left = random.uniform() * items.reduce((sum, { weight }) => sum + weight, 0);
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return items.at(-1) as T;
}

function jitterKnots(knots: readonly Knot[], random: Random, deviation: number): Knot[] {
  return knots.map(({ at: [x, y], corner }) => ({
    at: [random.normal(x, deviation), random.normal(y, deviation)] as Point,
    corner,
  }));
}

/** A pen that is pressed more here and less there: one slow wave along the stroke. */
function pressure(count: number, radius: number, random: Random, strength: number): number[] {
  const depth = strength * 0.2 * random.uniform();
  const phase = 2 * Math.PI * random.uniform();
  const turns = 2 * Math.PI * 1.5 * random.uniform();
  return Array.from(
    { length: count },
    (_, i) => radius * (1 + depth * Math.sin(phase + (turns * i) / count)),
  );
}
