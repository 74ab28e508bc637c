import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BpeTokenizer,
  CharacterTokenizer,
  loadTokenizer,
  saveTokenizer,
  tokenizerFromJSON,
  WordTokenizer,
} from "@gradus/data";
import fc from "fast-check";
import { expect, test } from "vitest";

const song =
  "La luna vino a la fragua con su polisón de nardos. It's the moon's song: we'll sing, they've sung, 1234 times! \t\n ";
const anything = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  // Every UTF-16 string, lone surrogates included.
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
  fc
    .array(fc.constantFrom("la ", "luna", "'s", " ", "\n", "\ufeff", "\ud83d", "\ude00", "é"))
    .map((parts) => parts.join("")),
);

test("BPE: any text comes back, lone surrogates as U+FFFD", () => {
  const tokenizer = BpeTokenizer.train(song.repeat(3), { size: 330 });
  fc.assert(
    fc.property(anything, (text) => {
      const ids = tokenizer.encode(text);
      expect(tokenizer.decode(ids)).toBe(text.toWellFormed());
      expect(ids.every((id) => id < tokenizer.size)).toBe(true);
    }),
  );
  expect(tokenizer.decode(tokenizer.encode("\ufeffa\ud83d"))).toBe("\ufeffa\ufffd");
});

test("BPE: whatever it was trained on, with whatever pattern, any text comes back", () => {
  const patterns = fc.constantFrom(undefined, "\\p{L}+", "(?:)", "x");
  fc.assert(
    fc.property(
      anything,
      anything,
      patterns,
      fc.integer({ min: 256, max: 300 }),
      (corpus, text, pattern, size) => {
        const tokenizer = BpeTokenizer.train(corpus, { size, ...(pattern === undefined ? {} : { pattern }) });
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text.toWellFormed());
      },
    ),
  );
});

test("BPE worked example: the most frequent pair first, of equals the one with smaller ids", () => {
  // ab 4 times (twice in each piece), then (ab)(ab) twice; "ca" and "cb" come once each: no pair is left to merge.
  const { merges, size } = BpeTokenizer.train("abab,abab,ca,cb", { size: 300, pattern: "\\p{L}+|," });
  expect(merges).toEqual([
    [97, 98],
    [256, 256],
  ]);
  expect(size).toBe(258);
  expect(BpeTokenizer.train("ba,ab,ba,ab", { size: 257, pattern: "\\p{L}+" }).merges).toEqual([[97, 98]]);
});

test("BPE: merging by definition, one pair after the other over the whole text, gives the same", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 60 });
  fc.assert(
    fc.property(letters, letters, (corpus, text) => {
      const tokenizer = BpeTokenizer.train(corpus, { size: 270, pattern: " ?\\w+| " });
      const pieces = (of: string) => of.match(/ ?\w+| /g)?.map((piece) => [...Buffer.from(piece)]) ?? [];
      const merge = (ids: number[], [left, right]: readonly [number, number], id: number) => {
        const merged: number[] = [];
        for (let i = 0; i < ids.length; i++) {
          const found = ids[i] === left && ids[i + 1] === right;
          merged.push(found ? id : ids[i]!);
          if (found) i++;
        }
        return merged;
      };
      let row = pieces(corpus);
      for (let i = 0; i < 14; i++) {
        const counts = new Map<string, number>();
        for (const ids of row)
          for (let k = 1; k < ids.length; k++)
            counts.set(`${ids[k - 1]} ${ids[k]}`, (counts.get(`${ids[k - 1]} ${ids[k]}`) ?? 0) + 1);
        const [best] = [...counts]
          .filter(([, count]) => count > 1)
          .map(([pair, count]) => ({ pair: pair.split(" ").map(Number) as [number, number], count }))
          .sort((a, b) => b.count - a.count || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1]);
        expect(tokenizer.merges[i]).toEqual(best?.pair);
        if (best === undefined) break;
        row = row.map((ids) => merge(ids, best.pair, 256 + i));
      }
      const expected = pieces(text).map((ids) =>
        tokenizer.merges.reduce((so, pair, i) => merge(so, pair, 256 + i), ids),
      );
      expect([...tokenizer.encode(text)]).toEqual(expected.flat());
    }),
  );
});

test("GPT-2's pattern: contractions, words and numbers with their space, runs of space but for the last", () => {
  // No pair can be merged, so what belongs together shows by training on it twice.
  const pieces = (text: string) => {
    const tokenizer = BpeTokenizer.train(`${text}|`.repeat(2), { size: 2000 });
    return Array.from(tokenizer.encode(text), (id) => tokenizer.decode([id]));
  };
  expect(pieces("we'll go  to 42 cafés!?")).toEqual(["we", "'ll", " go", " ", " to", " 42", " cafés", "!?"]);
});

test("special tokens are decoded, but no text becomes one", () => {
  const tokenizer = BpeTokenizer.train(song, { size: 300, specialTokens: ["<|endoftext|>", "<|pad|>"] });
  const end = tokenizer.special("<|endoftext|>");
  expect(tokenizer.size).toBe(tokenizer.special("<|pad|>") + 1);
  expect(tokenizer.decode([...tokenizer.encode("la"), end])).toBe("la<|endoftext|>");
  expect([...tokenizer.encode("<|endoftext|>")]).not.toContain(end);
  expect(() => tokenizer.special("<s>")).toThrow('no special token "<s>"; there are: <|endoftext|>, <|pad|>');
});

test("characters: one token each, in the order of code points", () => {
  const tokenizer = CharacterTokenizer.train("banana 🌙");
  expect(tokenizer.vocabulary.tokens).toEqual([" ", "a", "b", "n", "🌙"]);
  expect([...tokenizer.encode("nab🌙")]).toEqual([3, 1, 2, 4]);
  expect(() => tokenizer.encode("x")).toThrow('"x" is none of the 5 strings known');
  const open = CharacterTokenizer.train("ab", { unknown: "?" });
  expect(open.decode(open.encode("abc"))).toBe("ab?");
  fc.assert(
    fc.property(anything, (text) => {
      const own = CharacterTokenizer.train(text);
      expect(own.decode(own.encode(text))).toBe(text);
    }),
  );
});

test("words: the most frequent first, the rest unknown, spaces not kept", () => {
  const tokenizer = WordTokenizer.train("The cat, the dog: the end. Don't", { lowercase: true, maxSize: 4 });
  expect(tokenizer.vocabulary.tokens).toEqual(["<unk>", "the", ",", "."]);
  expect(tokenizer.split("Don't  go-there, niño")).toEqual(["don't", "go-there", ",", "niño"]);
  expect(tokenizer.decode(tokenizer.encode("The dog."))).toBe("the <unk> .");
  const rare = WordTokenizer.train("a a b", { minCount: 2 });
  expect(rare.vocabulary.tokens).toEqual(["<unk>", "a"]);
});

test("words: what was decoded is encoded to the same ids", () => {
  fc.assert(
    fc.property(anything, (text) => {
      const tokenizer = WordTokenizer.train(text);
      const ids = tokenizer.encode(text);
      expect(tokenizer.encode(tokenizer.decode(ids))).toEqual(ids);
    }),
  );
});

test("a saved tokenizer is the one that was saved", async () => {
  const dir = await mkdtemp(join(tmpdir(), "tokenizers-"));
  try {
    const tokenizers = [
      BpeTokenizer.train(song, { size: 300, specialTokens: ["<s>"] }),
      CharacterTokenizer.train(song, { unknown: "?" }),
      WordTokenizer.train(song, { lowercase: true }),
    ];
    for (const tokenizer of tokenizers) {
      const path = join(dir, "tokenizer.json");
      await saveTokenizer(tokenizer, path);
      const loaded = await loadTokenizer(path);
      expect(loaded.encode(song)).toEqual(tokenizer.encode(song));
      expect(JSON.stringify(loaded)).toBe(JSON.stringify(tokenizer));
    }
  } finally {
    await rm(dir, { recursive: true });
  }
});

test("what is no tokenizer, or no token, is refused", () => {
  expect(() => tokenizerFromJSON({ type: "t5" })).toThrow('type is "t5"');
  expect(() => tokenizerFromJSON({ type: "bpe", pattern: "x", merges: [[97]] })).toThrow("merges: [[id, id]");
  expect(() => tokenizerFromJSON({ type: "bpe", pattern: "x", merges: [[97, 300]] })).toThrow("below 256");
  expect(() => tokenizerFromJSON({ type: "word", vocabulary: { tokens: [1] } })).toThrow("tokens: [strings]");
  expect(() => BpeTokenizer.train("", { size: 100 })).toThrow("size is 100");
  expect(() => BpeTokenizer.train("", { size: 256 }).decode([256])).toThrow("no token 256; there are 256");
  expect(() => CharacterTokenizer.train("a").decode([1])).toThrow("no string 1");
});
