/**
 * What the pool asks of the garbage collector. All of it is advice: where an engine does not take it, weak references stay full and
 * blocks move out (see `pool.ts`), which is slower and just as safe.
 */

/** So much memory outside of its heap makes V8's collector begin, and go on beside the program. */
const NUDGE = 2 ** 28;
/** So much makes it collect at once: more than half of what it lets the heap grow to. */
const FORCE = 3 * 2 ** 30;

/** Tells the collector that an array of that size was made, and nobody holds it. Its memory is only reserved, never touched. */
function weigh(bytes: number): void {
  try {
    new ArrayBuffer(bytes, { maxByteLength: bytes });
  } catch {
    // Not even addresses are left; then the collector has been at work already.
  }
}

interface VirtualMachine {
  createContext(globals: object, options: { microtaskMode: "afterEvaluate" }): object;
  readonly Script: new (source: string) => { runInContext(context: object): unknown };
}

/**
 * Lets go of what weak references were made for or gave out: an engine keeps that alive until the program yields, so in a loop that
 * never does, no reference would ever go empty. In Node the end of a script in a context with microtasks of its own counts as
 * yielding; the context is made when it is first wanted. Elsewhere nothing happens.
 */
const letGo: () => void = (() => {
  const { process } = globalThis as {
    readonly process?: { getBuiltinModule?: (name: "node:vm") => VirtualMachine | undefined };
  };
  const vm = process?.getBuiltinModule?.("node:vm");
  if (vm === undefined) return () => {};
  let run = (): void => {
    const context = vm.createContext({}, { microtaskMode: "afterEvaluate" });
    const script = new vm.Script("0");
    run = () => script.runInContext(context);
    run();
  };
  return () => run();
})();

/** How often it is looked whether the collector is done before it is nudged again. */
const PATIENCE = 12;

/** References to nothing: when they are empty, so are all others that lead to nothing. Each is asked once, for asking keeps. */
let canaries: WeakRef<object>[] = [];

/** Whether the collector is at work, as far as is known. */
export function isCollecting(): boolean {
  return canaries.length > 0;
}

/** Makes the collector begin. */
export function collect(): void {
  canaries = Array.from({ length: PATIENCE }, () => new WeakRef({}));
  letGo();
  weigh(NUDGE);
}

/**
 * Whether the collector has been all through since `collect`. Only then do weak references tell anything: one that is asked while
 * the collector is at work is kept until its next turn.
 */
export function hasCollected(): boolean {
  const done = canaries.pop()?.deref() === undefined;
  letGo();
  if (done) canaries = [];
  else if (canaries.length === 0) collect();
  return done;
}

/** What collecting at once may cost on average, in ms a call. In a small heap it takes 3 to 5; in a large one it is done seldom. */
const BEARABLE = 8;
let calls = 0;
let next = 0;

/** Makes the collector do all of its work now. False if that has cost too much lately. */
export function collectNow(): boolean {
  if (calls++ < next) return false;
  const start = performance.now();
  letGo();
  weigh(FORCE);
  canaries = [];
  next = calls + Math.floor((performance.now() - start) / BEARABLE);
  return true;
}
