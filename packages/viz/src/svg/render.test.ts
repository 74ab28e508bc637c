import type { Spec } from "vega";
import { expect, test } from "vitest";
import { render } from "./render.ts";

const contoursOf = (grid: object): Spec => ({
  width: 10,
  height: 10,
  data: [{ name: "grid", values: [grid], transform: [{ type: "isocontour", thresholds: [0] }] }],
});

test("what goes wrong while drawing is thrown, not printed, and the next chart is drawn", async () => {
  const [broken, whole] = await Promise.allSettled([
    render(contoursOf({ width: 2, height: 2 })),
    render(contoursOf({ width: 2, height: 2, values: [0, 1, 0, 1] })),
  ]);
  expect(broken).toMatchObject({ status: "rejected", reason: expect.any(TypeError) });
  expect(whole.status).toBe("fulfilled");
});
