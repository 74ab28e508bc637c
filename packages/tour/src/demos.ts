/** All demos. Each is loaded only when it is played: a list of them takes no time. */
import type { Demo } from "@gradus/demo";

interface Entry {
  readonly name: string;
  readonly about: string;
  load(): Promise<Demo>;
}

export const demos: readonly Entry[] = [
  {
    name: "scalar-moons",
    about: "an MLP of single numbers on two moons",
    load: async () => (await import("./demos/scalar.ts")).scalarMoons,
  },
  {
    name: "scalar-digits",
    about: "an MLP of single numbers on real digits, shrunk to 8x8 (needs --data)",
    load: async () => (await import("./demos/scalar.ts")).scalarDigits,
  },
];
