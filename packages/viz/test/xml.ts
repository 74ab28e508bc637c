import { DOMParser, type Element, onErrorStopParsing } from "@xmldom/xmldom";

/** The root of an SVG; anything that is not well-formed XML throws. */
export function parseSvg(svg: string): Element {
  const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(
    svg,
    "image/svg+xml",
  ).documentElement;
  if (root?.tagName !== "svg") throw new Error(`expected an <svg>, got ${root?.tagName}`);
  return root;
}

/** All elements below `root` with this tag and, where given, this word among their classes. */
export function elements(root: Element, tag: string, className?: string): Element[] {
  return [...root.getElementsByTagName(tag)].filter(
    (element) => className === undefined || element.getAttribute("class")?.split(" ").includes(className),
  );
}

export function texts(root: Element): string[] {
  return elements(root, "text").map((element) => element.textContent ?? "");
}

/** The two numbers of `translate(x, y)`. */
export function translation(element: Element): [x: number, y: number] {
  return numbers(element.getAttribute("transform") ?? "") as [number, number];
}

/** The corners of a path of straight lines, one list for each of its strokes. */
export function strokes(path: Element): [x: number, y: number][][] {
  const commands = (path.getAttribute("d") ?? "").split("M").slice(1);
  return commands.map((command) =>
    command.split(/[LZ]/).flatMap((corner) => (corner === "" ? [] : [numbers(corner) as [number, number]])),
  );
}

/** From pixels to the values on an axis, read off its first and last tick. */
export function axisScale(
  root: Element,
  side: "x" | "y",
  toNumber: (label: string) => number = plainNumber,
): (pixel: number) => number {
  const along = side === "x" ? 0 : 1;
  const ticks = elements(root, "g", "role-axis-tick").map((group) =>
    elements(group, "line").map(translation),
  );
  const labels = elements(root, "g", "role-axis-label").map((group) => texts(group).map(toNumber));
  const axis = ticks.findIndex((places) => new Set(places.map((place) => place[1 - along])).size === 1);
  const [places, values] = [ticks[axis]?.map((place) => place[along]) ?? [], labels[axis] ?? []];
  if (places.length < 2 || places.length !== values.length) throw new Error(`cannot read the ${side} axis`);
  const [pixelSpan, valueSpan] = [places.at(-1)! - places[0]!, values.at(-1)! - values[0]!];
  return (pixel) => values[0]! + ((pixel - places[0]!) / pixelSpan) * valueSpan;
}

function plainNumber(text: string): number {
  return Number(text.replace("−", "-").replaceAll(",", ""));
}

function numbers(text: string): number[] {
  return [...text.matchAll(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g)].map(([number]) => Number(number));
}
