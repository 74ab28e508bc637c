/** How often a law is tried. */
export interface LawSettings {
  /** Random points tried. Default 50, times the environment's `GRADUS_RUNS`. */
  readonly runs?: number;
  /** Seed of the points. Default `GRADUS_SEED`, else 1: the same points every time. */
  readonly seed?: number;
  /** Where a failure was found, from its message: goes straight to the shrunk point. */
  readonly path?: string;
}

const DEFAULT_RUNS = 50;

/** @throws if `runs`, `GRADUS_RUNS` or `GRADUS_SEED` is no number to count with. */
export function fastCheckParameters(settings: LawSettings): { numRuns: number; seed: number; path?: string } {
  const factor = fromEnvironment("GRADUS_RUNS") ?? 1;
  const numRuns = Math.round((settings.runs ?? DEFAULT_RUNS) * factor);
  if (!(numRuns >= 1))
    throw new Error(`runs is ${settings.runs}, GRADUS_RUNS ${factor}; give numbers above 0`);
  const seed = settings.seed ?? fromEnvironment("GRADUS_SEED") ?? 1;
  return { numRuns, seed, ...(settings.path === undefined ? {} : { path: settings.path }) };
}

function fromEnvironment(name: string): number | undefined {
  // No process in a browser.
  const text = globalThis.process?.env[name];
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Error(`${name} is "${text}"; give a number`);
  return value;
}
