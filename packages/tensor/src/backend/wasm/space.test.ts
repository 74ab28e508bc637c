import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bytesOfClass, classOf, Space } from "./space.ts";

interface Taken {
  pointer: number;
  readonly sizeClass: number;
}

const size = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 5000, max: 2 ** 31 }));

test("a class holds its sizes with padding, and wastes at most a quarter of large ones", () => {
  fc.assert(
    fc.property(size, (bytes) => {
      const room = bytesOfClass(classOf(bytes));
      expect(room).toBeGreaterThanOrEqual(bytes + 64);
      expect(room % 64).toBe(0);
      if (bytes > 256) expect(room - 64).toBeLessThanOrEqual(1.25 * bytes);
    }),
  );
});

function take(space: Space, sizeClass: number): number {
  const pointer = space.take(sizeClass);
  return pointer >= 0 ? pointer : space.extend(sizeClass);
}

function expectApart(blocks: readonly Taken[], end: number): void {
  const sorted = blocks.toSorted((a, b) => a.pointer - b.pointer);
  sorted.forEach(({ pointer, sizeClass }, i) => {
    expect(pointer + bytesOfClass(sizeClass)).toBeLessThanOrEqual(sorted[i + 1]?.pointer ?? end);
  });
}

test("blocks lie apart, whatever is taken, given back and tidied up", () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant("take"), bytes: fc.integer({ min: 0, max: 9000 }) }),
      fc.record({ kind: fc.constant("give"), bytes: fc.nat(100) }),
      fc.record({ kind: fc.constant("rebuild"), bytes: fc.nat(3) }),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, (list) => {
      const space = new Space(4096);
      let blocks: Taken[] = [];
      for (const { kind, bytes } of list) {
        if (kind === "take") {
          const sizeClass = classOf(bytes);
          blocks.push({ pointer: take(space, sizeClass), sizeClass });
        } else if (kind === "give" && blocks.length > 0) {
          const [{ pointer, sizeClass }] = blocks.splice(bytes % blocks.length, 1) as [Taken];
          space.give(pointer, sizeClass);
        } else {
          blocks = blocks.filter((_, i) => i % 4 !== bytes).sort((a, b) => a.pointer - b.pointer);
          space.rebuild(blocks);
        }
        expectApart(blocks, space.end);
      }
    }),
  );
});

test("what was given back is given out again, and gaps after tidying up are used", () => {
  const space = new Space(0);
  const sizeClass = classOf(1000);
  const pointers = [0, 1, 2].map(() => take(space, sizeClass));
  const { end } = space;
  space.give(pointers[1] as number, sizeClass);
  expect(take(space, sizeClass)).toBe(pointers[1]);
  space.rebuild([{ pointer: pointers[2] as number, sizeClass }]);
  expect([take(space, sizeClass), take(space, sizeClass)]).toEqual(pointers.slice(0, 2));
  expect(space.end).toBe(end);
});
