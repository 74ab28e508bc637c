/** The tensor benchmark for a person: a line for each workload. */
import type { Row } from "../rows.ts";

const PEERS = ["target", "tfjs-wasm", "jax-js", "PyTorch", "one thread"];
const WIDTHS = { workload: 44, unit: 7, ours: 9, peer: 17 };

export const heading: string = [
  "Medians. Beside each peer's figure: how many times we are ahead; below 1, how far behind.",
  "",
  line(
    "workload",
    "unit",
    "ours",
    PEERS.map((peer) => peer),
  ),
].join("\n");

export function text(rows: readonly Row[]): string {
  const [first] = rows;
  const cells = PEERS.map((peer) => {
    const found = rows.find((row) => row.peer === peer);
    if (found === undefined || found.theirs === null) return "-";
    return `${short(found.theirs)} ${found.ratio === null ? "" : `(${short(found.ratio)}x)`}`;
  });
  return line(first?.workload ?? "", first?.unit ?? "", short(first?.ours ?? null), cells);
}

function line(workload: string, unit: string, ours: string, peers: readonly string[]): string {
  const start = workload.padEnd(WIDTHS.workload) + unit.padEnd(WIDTHS.unit) + ours.padStart(WIDTHS.ours);
  return start + peers.map((cell) => cell.padStart(WIDTHS.peer)).join("");
}

/** Three digits that count. */
function short(x: number | null): string {
  if (x === null) return "-";
  return x >= 100 ? x.toFixed(0) : String(Number(x.toPrecision(3)));
}
