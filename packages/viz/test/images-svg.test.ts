import { imagesSvg } from "@gradus/viz";
import fc from "fast-check";
import { decode } from "fast-png";
import { expect, test } from "vitest";
import { elements, parseSvg, texts } from "./xml.ts";

function pictures(svg: string): { width: number; height: number; channels: number; data: number[] }[] {
  return elements(parseSvg(svg), "image").map((image) => {
    const url = image.getAttribute("href") ?? image.getAttribute("xlink:href") ?? "";
    const png = decode(Buffer.from(url.slice("data:image/png;base64,".length), "base64"));
    return { width: png.width, height: png.height, channels: png.channels, data: Array.from(png.data) };
  });
}

test("pixels are as given: bytes, numbers from 0 to 1, and colour planes", async () => {
  const side = fc.integer({ min: 1, max: 6 });
  await fc.assert(
    fc.asyncProperty(
      side,
      side,
      fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
      async (width, height, bytes) => {
        const take = (n: number): Uint8Array => Uint8Array.from({ length: n }, () => bytes.next().value);
        const [gray, color] = [take(width * height), take(3 * width * height)];
        const unit = Array.from(gray, (value) => value / 255);
        const [a, b, c] = pictures(
          await imagesSvg({ title: "t", images: [gray, color], width, height }),
        ).concat(pictures(await imagesSvg({ title: "t", images: [unit], width, height })));
        expect(a).toEqual({ width, height, channels: 1, data: [...gray] });
        expect(c).toEqual(a);
        const area = width * height;
        expect(b!.data).toEqual(
          Array.from({ length: 3 * area }, (_, i) => color[(i % 3) * area + Math.floor(i / 3)]),
        );
      },
    ),
    { numRuns: 20 },
  );
});

test("signed images are blue below zero and orange above, by their own largest value", async () => {
  const [image] = pictures(
    await imagesSvg({ title: "t", images: [[-5, 0, 5]], width: 3, height: 1, signed: true }),
  );
  const [r0, , b0, , , , r2, , b2] = image!.data as number[];
  expect(b0!).toBeGreaterThan(r0!);
  expect(r2!).toBeGreaterThan(b2!);
});

test("captions stand under their images, the wrong ones red, as many in a row as asked for", async () => {
  const images = Array.from({ length: 5 }, () => [1]);
  const captions = ["a", "b", "c", "d", "e"];
  const options = { title: "t", images, width: 1, height: 1, captions, columns: 2 };
  const root = parseSvg(await imagesSvg({ ...options, correct: [true, false, true, true, true] }));
  const red = elements(root, "text").filter((text) => text.getAttribute("fill") === "#c0392b");
  expect(red.map((text) => text.textContent)).toEqual(["b"]);
  expect(texts(root).filter((text) => captions.includes(text))).toEqual(captions);
  const rows = new Set(
    elements(root, "image").map((image) => image.getAttribute("transform")?.split(",")[1]),
  );
  expect(rows.size).toBe(3);
});

test("what cannot be drawn is refused with the numbers that disagree", async () => {
  const of = (more: object) => imagesSvg({ title: "t", images: [[1, 2]], width: 2, height: 1, ...more });
  await expect(of({ width: 3 })).rejects.toThrow("image 0 has 2 pixels, but 3x1 makes 3, or 9 in colour");
  await expect(of({ captions: ["a", "b"] })).rejects.toThrow("1 images, but 2 captions");
  await expect(of({ images: [] })).rejects.toThrow("no images");
});
