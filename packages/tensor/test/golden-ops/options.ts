/** Options without those that a case does not have: a key that is there must have a value. */
export function defined<T extends object>(
  options: T,
): { [key in keyof T]?: Exclude<T[key], undefined | null> } {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== null),
  ) as { [key in keyof T]?: Exclude<T[key], undefined | null> };
}
