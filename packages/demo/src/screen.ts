/** What a demo prints: headings, and a block that is redrawn in place while something trains. */
import chalk from "chalk";
import { createLogUpdate } from "log-update";

/** Where its words go. Where machine-readable lines are wanted on standard output, that is standard error. */
export class Screen {
  readonly #stream: NodeJS.WriteStream;
  readonly #live: boolean;
  readonly #update: ReturnType<typeof createLogUpdate>;

  constructor(stream: NodeJS.WriteStream = process.stdout) {
    this.#stream = stream;
    this.#live = stream.isTTY === true;
    this.#update = createLogUpdate(stream);
  }

  /** Columns to draw in. */
  get width(): number {
    return Math.min(this.#stream.columns ?? 88, 100);
  }

  heading(text: string): void {
    this.say(`\n${chalk.bold(text)}\n${chalk.dim("─".repeat(Math.min(text.length, this.width)))}`);
  }

  say(text = ""): void {
    this.#stream.write(`${text}\n`);
  }

  /** Redraws a block in place. Not on a terminal: nothing, for every drawing would stay. */
  live(text: string): void {
    if (this.#live) this.#update(text);
  }

  /** The last drawing of the block, which stays. */
  settle(text: string): void {
    if (this.#live) {
      this.#update(text);
      this.#update.done();
    } else this.say(text);
  }
}
