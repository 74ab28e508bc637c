/** Checks of options. Each message names the value that was given and the values that are allowed. */

/** @throws RangeError unless `value >= 0` */
export function atLeastZero(owner: string, name: string, value: number): void {
  if (!(value >= 0 && value < Infinity))
    throw new RangeError(`${owner}: ${name} is ${value}, but must be a finite number >= 0`);
}

/** @throws RangeError unless `value > 0` */
export function positive(owner: string, name: string, value: number): void {
  if (!(value > 0)) throw new RangeError(`${owner}: ${name} is ${value}, but must be > 0`);
}

/** @throws RangeError unless `0 <= value < 1` */
export function rate(owner: string, name: string, value: number): void {
  if (!(value >= 0 && value < 1))
    throw new RangeError(`${owner}: ${name} is ${value}, but must be in [0, 1)`);
}

/** @throws RangeError unless `low <= value <= high` */
export function within(owner: string, name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high))
    throw new RangeError(`${owner}: ${name} is ${value}, but must be in [${low}, ${high}]`);
}

/** @throws RangeError unless `value` is a whole number `>= low` */
export function wholeNumber(owner: string, name: string, value: number, low = 1): void {
  if (!(Number.isSafeInteger(value) && value >= low))
    throw new RangeError(`${owner}: ${name} is ${value}, but must be a whole number >= ${low}`);
}

/** @throws RangeError unless both decay rates are in [0, 1) */
export function betas(owner: string, [beta1, beta2]: readonly [number, number]): void {
  rate(owner, "betas[0]", beta1);
  rate(owner, "betas[1]", beta2);
}

/** @throws RangeError unless `value` is one of `known` */
export function oneOf(owner: string, name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value))
    throw new RangeError(`${owner}: ${name} is "${value}", but must be one of ${known.join(", ")}`);
}
