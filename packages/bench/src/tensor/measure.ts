/** Measures one workload on all sides: in turn, so that a slow minute of the machine hits them all. */
import { rm } from "node:fs/promises";
import { type Row, row } from "../rows.ts";
import { maxRelativeDifference } from "./agree.ts";
import { readElements, writeWorkload } from "./data.ts";
import { type Player, start } from "./match.ts";
import type { Answer } from "./protocol.ts";
import type { Side } from "./sides.ts";
import { targetRow } from "./target.ts";
import { better, figure, type Workload } from "./workload.ts";

/** An odd number, so that one of them is the median. */
const ROUNDS = 5;
const MILLISECONDS = { warmUp: 300, measure: 250 };

/** A run counts as undisturbed if the side had a core for so much of the time. */
const UNDISTURBED = 0.95;
const ATTEMPTS = 4;

/** float32 sums of up to a thousand products, and a few steps of training. */
const TOLERANCE = 1e-4;

/** What there is to know of one side on one workload. */
interface Outcome {
  readonly side: Side;
  /** A figure for each round; none if it cannot do the work. */
  readonly figures: number[];
  readonly note: string[];
  /** In how many rounds others took the core away, however often it was tried. */
  disturbed: number;
}

/** A row for each peer, and one for the target. */
export async function measure(workload: Workload, ours: Side, peers: readonly Side[]): Promise<Row[]> {
  const folder = await writeWorkload(workload);
  const players: Player[] = [];
  try {
    const outcomes: Outcome[] = [ours, ...peers].map((side) => ({
      side,
      figures: [],
      note: [],
      disturbed: 0,
    }));
    for (const outcome of outcomes) {
      const player = await admit(outcome, folder, players[0]);
      if (player !== undefined) players.push(player);
    }
    await play(workload, players, outcomes);
    return rows(workload, outcomes);
  } finally {
    for (const player of players) player.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts a side, unless it cannot do the work, or gives another result than the first one. */
async function admit(
  outcome: Outcome,
  folder: string,
  first: Player | undefined,
): Promise<Player | undefined> {
  let player: Player;
  try {
    player = await start(outcome.side, folder);
  } catch (error) {
    outcome.note.push((error as Error).message.split("\n")[0] as string);
    return undefined;
  }
  if (player.note !== undefined) outcome.note.push(player.note);
  if (first === undefined) return player;
  const [a, b] = [await readElements(first.resultFile), await readElements(player.resultFile)];
  const difference = maxRelativeDifference(a, b);
  const found = `max relative difference ${difference.toPrecision(2)}`;
  if (difference <= TOLERANCE) {
    outcome.note.push(found);
    return player;
  }
  outcome.note.push(`not timed: ${found} to ${first.side.name}`);
  player.end();
  return undefined;
}

async function play(
  { unit }: Workload,
  players: readonly Player[],
  outcomes: readonly Outcome[],
): Promise<void> {
  for (const player of players) await player.measure(MILLISECONDS.warmUp);
  for (let round = 1; round <= ROUNDS; round++)
    for (const player of players) {
      const { milliseconds, busy } = await measureUndisturbed(player);
      const outcome = outcomes.find(({ side }) => side === player.side) as Outcome;
      outcome.figures.push(figure(unit, milliseconds));
      if (busy < UNDISTURBED) outcome.disturbed++;
    }
}

/** Measures again where others took the core away, a few times; then takes the run that they disturbed least. */
async function measureUndisturbed(player: Player): Promise<Answer> {
  let best = await player.measure(MILLISECONDS.measure);
  for (let attempt = 2; attempt <= ATTEMPTS && best.busy < UNDISTURBED; attempt++) {
    const answer = await player.measure(MILLISECONDS.measure);
    if (answer.busy > best.busy) best = answer;
  }
  return best;
}

function rows(workload: Workload, [ours, ...peers]: readonly Outcome[]): Row[] {
  const common = {
    workload: workload.name,
    unit: workload.unit.name,
    better: better(workload.unit),
    ours: ours?.figures ?? [],
  };
  const compared = peers.map(({ side, figures, note, disturbed }) => {
    const busy = Math.max(disturbed, ours?.disturbed ?? 0);
    const warning = busy === 0 ? [] : [`disturbed by other programs in ${busy} of ${ROUNDS} rounds`];
    const failure = ours?.note.map((reason) => `ours: ${reason}`) ?? [];
    const all = [...failure, ...note, ...warning].join("; ");
    return row({ ...common, peer: side.name, theirs: figures, ...(all !== "" && { note: all }) });
  });
  const isJavaScript = (name: string) => peers.some(({ side }) => side.name === name && side.isJavaScript);
  return [
    targetRow(
      workload,
      common,
      compared.filter(({ peer }) => isJavaScript(peer)),
    ),
    ...compared,
  ];
}
