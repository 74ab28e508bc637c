import { expect, test } from "vitest";
import { jsonLine, median } from "../src/rows.ts";
import type { Contest } from "../src/scalar/contest.ts";
import { rowsOf, textBlock, warning } from "../src/scalar/report.ts";

const contest: Contest = {
  workload: "a workload",
  peer: "a peer",
  counted: "nodes",
  fairRate: 0.9,
  enter: () => {
    throw new Error("not in this test");
  },
};
const runs = (...milliseconds: number[]) =>
  milliseconds.map((each) => ({ milliseconds: each, size: 60_000 }));

test("a row holds the medians, the extremes and the ratio; above 1 is ours ahead, in either unit", () => {
  const [rate, time] = rowsOf(contest, runs(3, 2, 10), runs(60, 40, 50));
  expect(JSON.parse(jsonLine(rate))).toEqual({
    workload: "a workload",
    peer: "a peer",
    ours: 20,
    theirs: 1.2,
    unit: "M nodes/s",
    ratio: 16.67,
    oursMin: 6,
    oursMax: 30,
    theirsMin: 1,
    theirsMax: 1.5,
    runs: 3,
  });
  expect(JSON.parse(jsonLine(time))).toMatchObject({ ours: 3, theirs: 50, unit: "ms/step", ratio: 16.67 });
});

test("a row is one line", () => {
  const [rate] = rowsOf(contest, runs(3), runs(60));
  expect(jsonLine(rate)).not.toContain("\n");
});

test("the text for a person has workload, peer, both figures and the ratio", () => {
  const rows = rowsOf(contest, runs(3), runs(60));
  const text = textBlock(rows);
  for (const part of ["a workload", "a peer", "M nodes/s", "ms/step", "20 times", "60"]) {
    expect(text).toContain(part);
  }
});

test("a peer slower than it should be is said, since the ratio then flatters us", () => {
  const [slow] = rowsOf(contest, runs(3), runs(80));
  expect(warning(contest, slow)).toMatch(
    /^warning: a workload: the a peer reached 0\.75 M nodes\/s, .* 0\.9 /,
  );
  const [fair] = rowsOf(contest, runs(3), runs(60));
  expect(warning(contest, fair)).toBeUndefined();
});

test("the median: the middle one, or the mean of the two in the middle", () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 100])).toBe(3.5);
  expect(() => median([])).toThrow(new RangeError("median: of no numbers"));
});
