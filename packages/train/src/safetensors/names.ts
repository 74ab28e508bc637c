/** Names that JSON would silently merge. */

/**
 * The first key that an object in a JSON text has twice, if any. `JSON.parse` keeps the last one, other readers the first:
 * a file could mean one thing here and another there.
 *
 * @param json valid JSON
 */
export function duplicateKey(json: string): string | undefined {
  const seen: (Set<string> | null)[] = [];
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (c === "{") seen.push(new Set());
    else if (c === "[") seen.push(null);
    else if (c === "}" || c === "]") seen.pop();
    else if (c === '"') {
      const end = endOfString(json, i);
      const keys = seen.at(-1);
      if (keys && isKey(json, end)) {
        const key: string = JSON.parse(json.slice(i, end));
        if (keys.has(key)) return key;
        keys.add(key);
      }
      i = end - 1;
    }
  }
  return undefined;
}

/** The place after the quote that ends the string which begins at `start`. */
function endOfString(json: string, start: number): number {
  let i = start + 1;
  while (json[i] !== '"') i += json[i] === "\\" ? 2 : 1;
  return i + 1;
}

function isKey(json: string, end: number): boolean {
  let i = end;
  while (/\s/.test(json[i] ?? "")) i++;
  return json[i] === ":";
}
