/** The two networks of the tour as demos. */
import type { Demo } from "@gradus/demo";
import { digitsStop } from "../stops/digits.ts";
import { moonsStop } from "../stops/moons.ts";

export const scalarMoons: Demo = {
  name: "scalar-moons",
  about: "an MLP of single numbers on two moons",
  play: async ({ screen, seed }) => ({ ...(await moonsStop(screen, seed)) }),
};

export const scalarDigits: Demo = {
  name: "scalar-digits",
  about: "an MLP of single numbers on real digits, shrunk to 8x8 (needs --data)",
  play: async ({ screen, seed, data }) => {
    if (data === undefined)
      throw new Error("scalar-digits needs --data FOLDER, with IDX files as MNIST ships them");
    return { ...(await digitsStop(screen, data, seed)) };
  },
};
