import { corpus } from "@gradus/data";
import { expect, test } from "vitest";

const bytes = (text: string) => new TextEncoder().encode(text).length;

test("there are at least 60 kB, in both languages and both kinds", () => {
  expect(bytes(corpus())).toBeGreaterThanOrEqual(60_000);
  for (const language of ["en", "es"] as const) {
    for (const kind of ["verse", "prose"] as const) {
      expect(bytes(corpus({ language, kind }))).toBeGreaterThan(10_000);
    }
  }
  expect(corpus()).toBe(`${corpus({ language: "en" })}\n\n${corpus({ language: "es" })}`);
});

test("the languages are told apart by their words and letters", () => {
  const share = (text: string, word: RegExp) => (text.match(word)?.length ?? 0) / text.length;
  expect(share(corpus({ language: "en" }), /\bthe\b/gi)).toBeGreaterThan(0.005);
  expect(share(corpus({ language: "es" }), /\bthe\b/gi)).toBe(0);
  expect(share(corpus({ language: "es" }), /[áéíóúñ¿¡]/gi)).toBeGreaterThan(0.01);
  expect(share(corpus({ language: "en" }), /[áéíóúñ¿¡]/gi)).toBe(0);
});

test("nothing fills it up: hardly a line stands twice, and no piece has the title of another", () => {
  const lines = corpus()
    .split("\n")
    .filter((line) => line.length > 20);
  expect(new Set(lines).size).toBeGreaterThan(0.98 * lines.length);
  const pieces = corpus().split("\n\n\n");
  const titles = pieces.map((piece) => piece.trim().split("\n")[0]);
  expect(titles.filter((title) => title !== title?.toUpperCase())).toEqual([]);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.length).toBeGreaterThan(60);
});

test("the text is plain: letters and marks of the two languages, no tab, no space at the end of a line", () => {
  expect(corpus()).not.toMatch(/[^\n -~áéíóúüñÁÉÍÓÚÜÑ¿¡«»—]/);
  expect(corpus()).not.toMatch(/ $/m);
  expect(corpus()).not.toMatch(/\n{4}/);
});

test("what there is not is refused", () => {
  expect(() => corpus({ language: "fr" as "en" })).toThrow('no language "fr"; there are en and es');
  expect(() => corpus({ kind: "opera" as "verse" })).toThrow('no kind "opera"; there are verse and prose');
});
