/** What lies between elements. */
import { indexSelect, type Tensor, tensor, type UpsampleOptions } from "@gradus/tensor";
import { checkRank, checkSizes } from "../layer.ts";

/** The last `rank` axes of `[N, C, ...]` brought to another size by straight lines between neighbours. */
export function interpolate(
  x: Tensor,
  rank: 1 | 2,
  { size, scaleFactor }: UpsampleOptions,
  alignCorners: boolean,
): Tensor {
  checkRank("Upsample", x, [rank === 1 ? "[N, C, L]" : "[N, C, H, W]"]);
  const given = size ?? scaleFactor ?? 1;
  const numbers = typeof given === "number" ? new Array<number>(rank).fill(given) : given;
  if (numbers.length !== rank)
    throw new RangeError(
      `Upsample: [${numbers.join(", ")}] for ${rank} spatial axes; give a number, or one for each of them`,
    );
  return numbers.reduce((y, number, i) => {
    const extent = x.shape[i + 2] as number;
    const count = size === undefined ? Math.floor(extent * number) : number;
    checkSizes("Upsample", { size: count, "size of the input": extent });
    const step = size === undefined ? 1 / number : extent / count;
    const place = alignCorners
      ? (at: number) => (count === 1 ? 0 : (at * (extent - 1)) / (count - 1))
      : (at: number) => (at + 0.5) * step - 0.5;
    return along(
      y,
      i + 2,
      Array.from({ length: count }, (_, at) => Math.min(Math.max(place(at), 0), extent - 1)),
    );
  }, x);
}

/** The values at these places of an axis: `y = (1 - f)·x[⌊p⌋] + f·x[⌊p⌋ + 1]` with f the fraction of p. */
function along(x: Tensor, axis: number, places: readonly number[]): Tensor {
  const { dtype, device } = x;
  const last = (x.shape[axis] as number) - 1;
  const rows = (numbers: readonly number[]) =>
    indexSelect(x, axis, tensor(Int32Array.from(numbers), { device }));
  const low = rows(places.map(Math.floor));
  const high = rows(places.map((place) => Math.min(Math.floor(place) + 1, last)));
  const fractions = tensor(
    Float64Array.from(places, (place) => place - Math.floor(place)),
    {
      dtype,
      device,
      shape: [places.length, ...new Array<number>(x.rank - 1 - axis).fill(1)],
    },
  );
  return low.add(high.sub(low).mul(fractions));
}
