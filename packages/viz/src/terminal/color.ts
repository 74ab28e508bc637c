import chalk, { Chalk, type ChalkInstance } from "chalk";

/** Colours a terminal shows: none, 16, 256, 16 million. */
export type ColorLevel = 0 | 1 | 2 | 3;

export interface ColorOption {
  /**
   * `true` for as many colours as the terminal has, `false` for none, or a level. Where left out: what the
   * terminal behind stdout can show, and none where the environment sets NO_COLOR (https://no-color.org).
   */
  readonly color?: boolean | ColorLevel | undefined;
}

/** A chalk of its own, so that a drawing neither reads nor changes anybody's global setting. */
export function painter({ color }: ColorOption): ChalkInstance {
  return new Chalk({ level: colorLevel(color) });
}

/** Whether colours are fine enough to carry a picture; with 16 or none, characters must. */
export function canShade(paint: ChalkInstance): boolean {
  return paint.level >= 2;
}

function colorLevel(color: ColorOption["color"]): ColorLevel {
  if (typeof color === "number") return color;
  if (color === false) return 0;
  // A caller who asks for colour, say while writing to a file, gets all of it.
  if (color === true) return chalk.level || 3;
  return process.env.NO_COLOR ? 0 : chalk.level;
}
