import { expect, test } from "vitest";
import { cyclesOf } from "./cycles.ts";

function graph(edges: { [from: string]: string[] }): Map<string, Set<string>> {
  return new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]));
}

test("a diamond has no cycle", () => {
  expect(cyclesOf(graph({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] }))).toEqual([]);
});

test("what leads to a cycle is not part of it", () => {
  expect(cyclesOf(graph({ a: ["b"], b: ["c"], c: ["b", "d"], d: [] }))).toEqual([["b", "c", "b"]]);
});

test("every node on a cycle is shown in one, by the shortest way round", () => {
  const edges = { a: ["b", "c"], b: ["c"], c: ["a"], x: ["y", "a"], y: ["x"] };
  expect(cyclesOf(graph(edges)).map((cycle) => cycle.join(""))).toEqual(["aca", "bcab", "xyx"]);
});

test("a node that points to itself is a cycle", () => {
  expect(cyclesOf(graph({ a: ["a"] }))).toEqual([["a", "a"]]);
});

test("nodes that are named only as targets are no trouble", () => {
  expect(cyclesOf(graph({ a: ["b"] }))).toEqual([]);
});
