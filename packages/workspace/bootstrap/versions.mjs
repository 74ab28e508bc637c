/**
 * Does a version satisfy a range of the form `>=22.15`? Only this form is known: package.json's
 * `engines.node` uses no other, and a whole semver parser would be the bootstrap's first dependency.
 *
 * @param {string} version
 * @param {string} range
 * @returns {boolean}
 */
export function satisfies(version, range) {
  const minimum = /^>=\s*(\d+(?:\.\d+){0,2})$/.exec(range.trim())?.[1];
  if (minimum === undefined)
    throw new Error(`engines: cannot read the range "${range}"; write it as ">=22.15"`);
  const wanted = numbers(minimum);
  const have = numbers(version);
  for (let i = 0; i < 3; i++) {
    const difference = (have[i] ?? 0) - (wanted[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/**
 * @param {string} version `v24.1.0`, `24.1`, `25.0.0-nightly2025`
 * @returns {number[]}
 */
function numbers(version) {
  return (version.replace(/^v/, "").split(/[-+]/)[0] ?? "").split(".").map(Number);
}
