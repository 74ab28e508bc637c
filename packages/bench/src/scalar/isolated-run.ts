/**
 * The program of a child process: measures one side of one contest and prints the result as JSON.
 *
 * Arguments: the contest's index, the side.
 */
import { timeStep } from "../time.ts";
import type { Side } from "./contest.ts";
import { contests } from "./contests.ts";

const DURATIONS = { warmUp: 600, measure: 1000 };

const [index, side] = process.argv.slice(2) as [string, Side];
const contest = contests[Number(index)];
if (contest === undefined) throw new RangeError(`the scalar benchmark has no contest ${index}`);
const { step, size } = contest.enter(side);
console.log(JSON.stringify({ milliseconds: timeStep(step, DURATIONS), size }));
