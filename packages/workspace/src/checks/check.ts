/** One thing that must hold before a change is merged. */
export interface Check {
  readonly name: string;
  /** What it makes sure of, in a few words. */
  readonly about: string;
  /** @returns what is wrong, ready to print; empty: all is well */
  readonly run: () => Promise<string>;
}
