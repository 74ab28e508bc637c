/** What an object holds, through arrays, maps and plain records, under the names that lead there. */

/** Something and its name. */
export type Named<T> = readonly [name: string, value: T];

/**
 * Everything in the own properties of `owner` that `isMember` accepts, in the order of the properties: `blocks.0` is the
 * first element of the array `blocks`. What is neither a member nor a plain container is not looked into.
 */
export function* members<T>(owner: object, isMember: (value: unknown) => value is T): Generator<Named<T>> {
  yield* within(Object.entries(owner), "", isMember, new Set([owner]));
}

function* within<T>(
  entries: Iterable<readonly [unknown, unknown]>,
  prefix: string,
  isMember: (value: unknown) => value is T,
  path: Set<unknown>,
): Generator<Named<T>> {
  for (const [key, value] of entries) {
    const name = `${prefix}${String(key)}`;
    if (isMember(value)) yield [name, value];
    else if (typeof value === "object" && value !== null && !path.has(value)) {
      const inner = entriesOf(value);
      if (inner !== null) yield* within(inner, `${name}.`, isMember, new Set([...path, value]));
    }
  }
}

function entriesOf(value: object): Iterable<readonly [unknown, unknown]> | null {
  if (Array.isArray(value) || value instanceof Map) return value.entries();
  return Object.getPrototypeOf(value) === Object.prototype ? Object.entries(value) : null;
}
