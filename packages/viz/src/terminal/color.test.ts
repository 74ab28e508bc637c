import chalk from "chalk";
import { afterEach, expect, test, vi } from "vitest";
import { painter } from "./color.ts";

const level = chalk.level;
afterEach(() => {
  chalk.level = level;
  vi.unstubAllEnvs();
});

test("where nothing is asked for, the terminal decides, and NO_COLOR has the last word", () => {
  vi.stubEnv("NO_COLOR", undefined);
  chalk.level = 2;
  expect(painter({}).level).toBe(2);
  vi.stubEnv("NO_COLOR", "");
  expect(painter({}).level).toBe(2);
  vi.stubEnv("NO_COLOR", "1");
  expect(painter({}).level).toBe(0);
});

test("the caller's wish goes before the environment", () => {
  vi.stubEnv("NO_COLOR", "1");
  chalk.level = 0;
  expect(painter({ color: true }).level).toBe(3);
  expect(painter({ color: 1 }).level).toBe(1);
  chalk.level = 2;
  expect(painter({ color: true }).level).toBe(2);
  expect(painter({ color: false }).level).toBe(0);
});
