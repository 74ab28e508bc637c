/**
 * The program of a child process: measures one side of one contest and prints the result as JSON.
 *
 * Arguments: the benchmark's name, the contest's index, the side.
 */
import type { Side } from "./benchmark.ts";
import { benchmarkNamed } from "./benchmarks.ts";
import { timeStep } from "./time.ts";

const DURATIONS = { warmUp: 600, measure: 1000 };

const [name, index, side] = process.argv.slice(2) as [string, string, Side];
const contest = benchmarkNamed(name).contests[Number(index)];
if (contest === undefined) throw new RangeError(`${name} has no contest ${index}`);
const { step, size } = contest.enter(side);
console.log(JSON.stringify({ milliseconds: timeStep(step, DURATIONS), size }));
