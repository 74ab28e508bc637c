/** What a side's process says, a line of JSON each time. The same for every language. */

/** First of all: the result is written, and the side waits; or why it cannot do the work. */
export type Greeting = { readonly ready: true; readonly note?: string } | { readonly error: string };

/** Asked of a side that is ready: to repeat its work for so many milliseconds. */
export interface Request {
  readonly measure: number;
}

/** What was measured. */
export interface Answer {
  /** The mean time of one step. */
  readonly milliseconds: number;
  /** CPU time over time: below 1, the side had to wait for a core. */
  readonly busy: number;
}
