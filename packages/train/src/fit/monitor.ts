/** A figure that somebody goes by. */
import type { EpochRecord } from "./history.ts";

/** Which figure is gone by, and which way is better. */
export interface MonitorOptions {
  /** A figure of the epoch: "valLoss", or "loss" without validation data, unless given. */
  readonly monitor?: string;
  /** Whether lower or higher is better; "min" for a loss, else to be given. */
  readonly mode?: "min" | "max";
}

/**
 * The figure of this name, or by default the loss.
 *
 * @throws RangeError if there is none, with those that there are
 */
export function figureOf(who: string, record: EpochRecord, monitor?: string): number {
  const name = monitor ?? ("valLoss" in record ? "valLoss" : "loss");
  const figure = Object.hasOwn(record, name) ? record[name] : undefined;
  if (figure === undefined)
    throw new RangeError(
      `${who} goes by "${name}", but the epoch has ${Object.keys(record).join(", ")}; choose one of these`,
    );
  return figure;
}

/**
 * Whether lower is better.
 *
 * @throws RangeError if the mode is no mode, or was not given and does not follow from the name
 */
export function modeOf(who: string, { monitor = "loss", mode }: MonitorOptions): "min" | "max" {
  if (mode === "min" || mode === "max") return mode;
  if (mode === undefined && /loss$/i.test(monitor)) return "min";
  throw new RangeError(
    `${who}: mode is ${mode} for "${monitor}"; say whether lower ("min") or higher ("max") is better`,
  );
}

/** Whether a figure is better than the best one by more than `minDelta`. NaN never is. */
export function isBetter(mode: "min" | "max", figure: number, best: number, minDelta = 0): boolean {
  return mode === "min" ? figure < best - minDelta : figure > best + minDelta;
}

/** What everything is better than. */
export function worst(mode: "min" | "max"): number {
  return mode === "min" ? Infinity : -Infinity;
}
