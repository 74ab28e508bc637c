/** Where tokens stand. */
import { LearnedPositions, SinusoidalPositions, sinusoidalPositions } from "@gradus/nn";
import { setDefaultDevice, zeros } from "@gradus/tensor";
import { expect, test } from "vitest";

setDefaultDevice("cpu");

test("waves from short to long, sine and cosine side by side", () => {
  const table = sinusoidalPositions(50, 6).dataSync();
  for (let place = 0; place < 50; place++)
    for (let pair = 0; pair < 3; pair++) {
      const angle = place / 10_000 ** ((2 * pair) / 6);
      expect(table[6 * place + 2 * pair]).toBeCloseTo(Math.sin(angle), 14);
      expect(table[6 * place + 2 * pair + 1]).toBeCloseTo(Math.cos(angle), 14);
    }
});

test("a step is the same turn everywhere: the product of two places depends on their distance only", () => {
  const table = sinusoidalPositions(40, 8);
  const gram = table.matmul(table.transpose()).dataSync();
  const at = (i: number, j: number) => gram[40 * i + j] as number;
  for (const [i, j] of [
    [3, 10],
    [0, 25],
    [7, 8],
  ] as const)
    expect(at(i + 9, j + 9)).toBeCloseTo(at(i, j), 12);
});

test.each([true, false])("each token gets its place, whatever its sequence (batchFirst %s)", (batchFirst) => {
  const layers = [
    new SinusoidalPositions(4, { maxLength: 6, batchFirst, dtype: "float64" }),
    new LearnedPositions(6, 4, { batchFirst, dtype: "float64" }),
  ] as const;
  for (const layer of layers) {
    const table = layer instanceof LearnedPositions ? layer.weight : sinusoidalPositions(6, 4);
    const y = layer.forward(zeros(batchFirst ? [2, 3, 4] : [3, 2, 4], { dtype: "float64" }), 2);
    for (let n = 0; n < 2; n++)
      for (let place = 0; place < 3; place++) {
        const row = y.select(batchFirst ? 0 : 1, n).select(0, place);
        expect([...row.dataSync()]).toEqual([...table.select(0, 2 + place).dataSync()]);
      }
    const alone = layer.forward(zeros([3, 4], { dtype: "float64" }));
    expect([...alone.select(0, 1).dataSync()]).toEqual([...table.select(0, 1).dataSync()]);
  }
});
