/** Settings that are numbers, from the environment. */
import { UserError } from "./failure.ts";

const settings = {
  /** Time for one call of a student's function. Milliseconds. */
  GRADUS_TIME_LIMIT: 2000,
  /** How many times as many inputs each law is tried on. */
  GRADUS_RUNS: 1,
};

/** The value of a setting, or its default. Throws a `UserError` where it is no number above 0. */
export function setting(name: keyof typeof settings, env: NodeJS.ProcessEnv = process.env): number {
  const text = env[name];
  if (text === undefined || text === "") return settings[name];
  const value = Number(text);
  if (value > 0 && value < Infinity) return value;
  throw new UserError(`${name} is "${text}"; it should be a number above 0, such as ${settings[name]}`);
}

/** Throws a `UserError` for the first setting that makes no sense. */
export function checkSettings(): void {
  for (const name of Object.keys(settings)) setting(name as keyof typeof settings);
}
