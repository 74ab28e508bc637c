/** The device that is open, and how blocks come to be on it. */
import { Block, type Expression } from "./block.ts";
import type { Driver } from "./driver.ts";
import { declared, release } from "./expression.ts";
import { enqueue } from "./queue.ts";
import { type Program, placesOf, Source, THREAD } from "./source.ts";

let open: Driver | null = null;

/** Makes a driver the one that everything runs on. */
export function setDriver(driver: Driver): void {
  open = driver;
}

/** The driver in use. */
export function driver(): Driver {
  if (open === null) throw new Error('the device "gpu" is not open; write: await initDevice("gpu")');
  return open;
}

/** Whether there is one. */
export function isOpen(): boolean {
  return open !== null;
}

/** A block that a program computes. */
export function launched(program: Program): Block {
  const block = new Block(program.length);
  launchInto(block, program);
  return block;
}

function launchInto(block: Block, program: Program): void {
  const home = driver();
  for (const input of program.blocks) compute(input);
  enqueue({ block, inputs: program.blocks, home, run: (handles) => home.launch(program, handles) });
}

/** Sees to it that a block is on its way to the device: an expression gets a kernel of its own. */
export function compute(block: Block): void {
  const { expression } = block;
  if (expression === null) return;
  block.expression = null;
  const { length } = block;
  const source = new Source(placesOf(length, blocksOf(expression)));
  source.line(`return ${declared(source, expression)(THREAD)};`);
  launchInto(block, source.program(length));
  release(expression);
}

function blocksOf(expression: Expression): Block[] {
  return expression.leaves.map(({ block }) => block);
}
