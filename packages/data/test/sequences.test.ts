import {
  additionSequences,
  copySequences,
  dateFormats,
  dateSequences,
  reverseSequences,
  type SequenceOptions,
  type SequencePair,
} from "@gradus/data";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const iso = /^(\d{4})-(\d{2})-(\d{2})$/;

/** How each task is drawn, whether an answer is right, and what makes two problems the same. */
const tasks: Record<
  string,
  [
    draw: (options: SequenceOptions) => SequencePair[],
    right: (pair: SequencePair) => boolean,
    problem: (pair: SequencePair) => string,
  ]
> = {
  copy: [copySequences, ({ source, target }) => source === target, ({ source }) => source],
  reverse: [
    reverseSequences,
    ({ source, target }) => [...source].reverse().join("") === target,
    ({ source }) => source,
  ],
  addition: [
    additionSequences,
    ({ source, target }) => source.split("+").reduce((sum, n) => sum + Number(n), 0) === Number(target),
    ({ source }) => source.split("+").sort().join("+"),
  ],
  dates: [dateSequences, ({ target }) => iso.test(target), ({ target }) => target],
};

describe.each(Object.entries(tasks))("%s", (_, [draw, right, problem]) => {
  test("gives as many pairs as asked for, all right, the same for the same seed", () => {
    fc.assert(
      fc.property(
        fc.nat(100),
        fc.maxSafeNat(),
        fc.constantFrom("train" as const, "test" as const),
        (count, seed, part) => {
          const pairs = draw({ count, seed, part });
          expect(pairs.length).toBe(count);
          expect(pairs.filter((pair) => !right(pair))).toEqual([]);
          expect(draw({ count, seed, part })).toEqual(pairs);
          if (count > 10) expect(draw({ count, seed: seed === 0 ? 1 : seed - 1, part })).not.toEqual(pairs);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("no problem both trains and tests, whatever the seeds", () => {
    const train = new Set([1, 2, 3].flatMap((seed) => draw({ count: 5000, seed })).map(problem));
    const tests = [1, 4].flatMap((seed) => draw({ count: 500, seed, part: "test" }));
    expect(tests.map(problem).filter((key) => train.has(key))).toEqual([]);
    expect(new Set(tests.map(problem)).size).toBeGreaterThan(100);
  });

  test("refuses a count or a part that makes no sense", () => {
    expect(() => draw({ count: 0.5 })).toThrow("count must be a whole number >= 0, got 0.5");
    expect(() => draw({ count: 1, part: "all" as "test" })).toThrow(
      'part must be "train" or "test", got "all"',
    );
  });
});

test("letters come in all lengths and from the alphabet", () => {
  const lengths = new Set(copySequences({ count: 2000 }).map(({ source }) => source.length));
  expect([...lengths].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  const ab = reverseSequences({ count: 200, alphabet: "ab", minLength: 5, maxLength: 12 });
  expect(ab.every(({ source }) => /^[ab]{5,12}$/.test(source))).toBe(true);
  expect(() => copySequences({ count: 1, alphabet: "ab", maxLength: 3 })).toThrow("too few sequences");
  expect(() => copySequences({ count: 1, minLength: 3, maxLength: 2 })).toThrow("got 3 and 2");
});

test("summands have up to as many digits as asked for", () => {
  const lengths = additionSequences({ count: 2000, digits: 4 }).flatMap(({ source }) =>
    source.split("+").map((n) => n.length),
  );
  expect(new Set(lengths)).toEqual(new Set([1, 2, 3, 4]));
  expect(() => additionSequences({ count: 1, digits: 16 })).toThrow("in 2 .. 15, got 16");
});

test("a date is written as the name of its format says", () => {
  expect(dateFormats.length).toBeGreaterThanOrEqual(6);
  const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  for (const format of dateFormats) {
    for (const { source, target } of dateSequences({ count: 300, formats: [format] })) {
      const [, year, month, day] = iso.exec(target) as RegExpExecArray;
      const expected = new Date(`${target}T00:00Z`).toLocaleDateString("en-US", {
        timeZone: "UTC",
        dateStyle: "full",
      });
      const short = months[Number(month) - 1] as string;
      const long = (expected.split(" ")[1] as string).replace(",", "");
      const d = Number(day);
      const written: Record<string, string> = {
        "March 4, 1998": `${long} ${d}, ${year}`,
        "4 March 1998": `${d} ${long} ${year}`,
        "Mar 4 1998": `${short} ${d} ${year}`,
        "4-Mar-1998": `${d}-${short}-${year}`,
        "03/04/1998": `${month}/${day}/${year}`,
        "4.3.1998": `${d}.${Number(month)}.${year}`,
        "19980304": `${year}${month}${day}`,
        "Wednesday, March 4, 1998": expected,
      };
      if (format === "4th of March 1998") {
        const ending = { 1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st" }[d] ?? "th";
        expect(source).toBe(`${d}${ending} of ${long} ${year}`);
      } else expect(source).toBe(written[format]);
    }
  }
});

test("dates exist, lie in 1900 to 2099, and come in every format", () => {
  const pairs = dateSequences({ count: 20_000, seed: 5 });
  const years = pairs.map(({ target }) => Number(target.slice(0, 4)));
  expect([Math.min(...years), Math.max(...years)]).toEqual([1900, 2099]);
  for (const { target } of pairs) expect(new Date(target).toISOString().slice(0, 10)).toBe(target);
  expect(
    new Set(pairs.map(({ source }) => source.replace(/\d+(st|nd|rd|th)?/g, "9").replace(/[a-z]{3,}/gi, "w")))
      .size,
  ).toBe(9);
  expect(() => dateSequences({ count: 1, formats: ["then" as "19980304"] })).toThrow('unknown format "then"');
});
