/** Something the user can act on: shown as one line, never as a stack trace. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {number} exitCode
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * What the tools print when something is wrong, and what the user can do about it. The first match counts.
 */
const causes = [
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|dns error|error sending request|tcp connect|proxy/i,
    advice:
      "the npm registry cannot be reached; the first run needs the network: check the connection (or proxy) and run the same command again",
  },
  {
    pattern: /ENOSPC|no space left/i,
    advice: "the disk is full; free some space and run the same command again",
  },
  {
    pattern: /EACCES|EPERM|EROFS|permission denied|read-only file system/i,
    advice: "no permission to write there; clone into a folder that you own and run the same command again",
  },
  {
    pattern: /OUTDATED_LOCKFILE|frozen-lockfile/i,
    advice:
      "pnpm-lock.yaml does not match the package.json files; run `npm run pnpm -- install` and commit the lock file",
  },
  { pattern: /E404|404 Not Found|ETARGET|notarget/i, advice: "the npm registry does not have it" },
];

/**
 * The advice for what a failed tool printed, or its last line where the cause is none of the known ones.
 *
 * @param {string} log
 * @returns {string}
 */
export function explain(log) {
  const known = causes.find(({ pattern }) => pattern.test(log));
  if (known !== undefined) return known.advice;
  const lines = log.split("\n").map((line) => line.trim());
  return (
    lines.findLast((line) => line !== "" && !line.includes("complete log of this run")) ??
    "it printed nothing"
  );
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function oneLine(error) {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof Failure) return text;
  const known = causes.find(({ pattern }) => pattern.test(text));
  return known === undefined ? (text.split("\n")[0] ?? text) : `${text.split("\n")[0]}: ${known.advice}`;
}
