import type { Evidence, Probe } from "../evidence.ts";
import { explains, probesOf, type Rule } from "./explain.ts";
import { makeDiagnosis } from "./messages.ts";
import { feeds } from "./uses.ts";

/**
 * The input was broadcast (each output depends on one entry of it at most), and over one or more of the
 * broadcast axes the products `g_j J_ji` were not summed: they came back side by side, so that the gradient is
 * too long, or only the first or last of them did.
 */
export const unsummedBroadcast: Rule = async (evidence, slot) => {
  if (evidence.kind !== "vjp") return null;
  return evidence.shapes === null ? withoutShapes(evidence, slot) : withShapes(evidence, slot);
};

async function withShapes(
  evidence: Evidence,
  slot: number,
): Promise<ReturnType<typeof makeDiagnosis> | null> {
  const output = evidence.shapes?.output ?? [];
  const input = evidence.shapes?.inputs[slot] ?? [];
  const missing = output.length - input.length;
  const padded = [...Array<number>(Math.max(0, missing)).fill(1), ...input];
  const broadcasts = padded.length === output.length && padded.every((d, a) => d === output[a] || d === 1);
  const axes = [...output.keys()].filter((a) => padded[a] === 1 && (output[a] as number) > 1);
  if (!broadcasts || axes.length === 0) return null;

  const probes = probesOf(evidence, slot);
  for (const unsummed of subsets(axes)) {
    const kept = output.map((d, a) => (unsummed.includes(a) ? d : (padded[a] as number)));
    const named = makeDiagnosis("unsummed-broadcast", slot, { axis: unsummed.join(", ") });
    if (await explains(probes, (p) => reduceTo(products(p), output, kept))) return named;
    for (const end of ["first", "last"] as const) {
      const slice = (p: Probe): Float64Array | null => {
        const partial = reduceTo(products(p), output, kept);
        return partial && pick(partial, kept, padded, end);
      };
      if (await explains(probes, slice)) return named;
    }
    // The length alone gives it away, whatever else is wrong with the numbers.
    const size = kept.reduce((x, y) => x * y, 1);
    if (probes.every((p) => p.returned.length === size && size !== p.length)) return named;
  }
  return null;
}

async function withoutShapes(
  evidence: Evidence,
  slot: number,
): Promise<ReturnType<typeof makeDiagnosis> | null> {
  const probes = probesOf(evidence, slot);
  if (!probes.every((p) => p.returned.length === evidence.outputs && p.length !== evidence.outputs))
    return null;
  const feeding = probes[0] && owners(probes[0], evidence.outputs);
  if (!feeding) return null;
  const n = (probes[0] as Probe).length;
  const block = evidence.outputs / n;
  const leading = feeding.every((i, j) => i === j % n);
  const trailing = feeding.every((i, j) => i === Math.floor(j / block));
  return makeDiagnosis("unsummed-broadcast", slot, {
    axis: leading ? "0" : trailing ? "-1" : "(give shapes to learn which)",
  });
}

/** For every output the one input entry it depends on; null where one depends on several or on none. */
function owners(probe: Probe, outputs: number): number[] | null {
  const owner = Array<number>(outputs).fill(-1);
  for (const [i, column] of (probe.columns ?? []).entries()) {
    for (let j = 0; j < outputs; j++) {
      if (!feeds(column, j)) continue;
      if (owner[j] !== -1) return null;
      owner[j] = i;
    }
  }
  return owner.includes(-1) ? null : owner;
}

/** `g_j J_j,i(j)`, output-shaped: the gradient before anything is summed. */
function products(probe: Probe): Float64Array | null {
  if (probe.columns === null || !probe.complete) return null;
  const rowSum = probe.upstream.map(() => 0);
  for (const column of probe.columns)
    for (const [j, value] of column.value.entries()) rowSum[j] = (rowSum[j] as number) + value;
  return rowSum.map((value, j) => value * (probe.upstream[j] as number));
}

/** Sums output-shaped data down to `kept`, whose axes are those of the output or 1. */
function reduceTo(
  data: Float64Array | null,
  output: readonly number[],
  kept: readonly number[],
): Float64Array | null {
  if (data === null) return null;
  const result = new Float64Array(kept.reduce((x, y) => x * y, 1));
  for (const [j, value] of data.entries()) {
    const at = flat(
      kept,
      unravel(j, output).map((c, a) => (kept[a] === 1 ? 0 : c)),
    );
    result[at] = (result[at] as number) + value;
  }
  return result;
}

/** The first or last slice along every axis that `small` lacks. */
function pick(
  data: Float64Array,
  shape: readonly number[],
  small: readonly number[],
  end: "first" | "last",
): Float64Array {
  return Float64Array.from({ length: small.reduce((x, y) => x * y, 1) }, (_, i) => {
    const at = unravel(i, small).map((c, a) =>
      small[a] === shape[a] ? c : end === "first" ? 0 : (shape[a] as number) - 1,
    );
    return data[flat(shape, at)] as number;
  });
}

function unravel(index: number, shape: readonly number[]): number[] {
  let rest = index;
  return shape
    .toReversed()
    .map((d) => {
      const c = rest % d;
      rest = Math.floor(rest / d);
      return c;
    })
    .toReversed();
}

function flat(shape: readonly number[], at: readonly number[]): number {
  return at.reduce((sum, c, a) => sum * (shape[a] as number) + c, 0);
}

/** Every choice of at least one axis, single axes first. */
function subsets(axes: readonly number[]): number[][] {
  const all = Array.from({ length: 2 ** axes.length - 1 }, (_, bits) =>
    axes.filter((_, k) => ((bits + 1) >> k) & 1),
  );
  return all.sort((a, b) => a.length - b.length);
}
