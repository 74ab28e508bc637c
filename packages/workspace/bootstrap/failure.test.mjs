import { expect, test } from "vitest";
import { explain, Failure, oneLine } from "./failure.mjs";

test.each([
  [
    "npm error code ENOTFOUND\nnpm error network request to somewhere failed",
    "the first run needs the network",
  ],
  ["npm error code ECONNREFUSED", "the first run needs the network"],
  ["request to https://x failed, reason: getaddrinfo EAI_AGAIN x", "the first run needs the network"],
  ["npm error code EACCES\nnpm error syscall mkdir", "no permission to write there"],
  ["EROFS: read-only file system, mkdir '/x'", "no permission to write there"],
  ["ENOSPC: no space left on device, write", "the disk is full"],
  ["ERR_PNPM_OUTDATED_LOCKFILE  Cannot install", "npm run pnpm -- install"],
  ["npm error code ETARGET", "the npm registry does not have it"],
])("%j is explained", (log, advice) => {
  expect(explain(log)).toContain(advice);
  expect(explain(log)).not.toContain("\n");
});

test("what has no known cause is shown by its last line", () => {
  expect(explain("one\n  two  \n\nA complete log of this run can be found in: x\n")).toBe("two");
  expect(explain("")).toBe("it printed nothing");
});

test("an error is one line, whatever it holds", () => {
  expect(oneLine(new Failure("no such command"))).toBe("no such command");
  expect(oneLine(new Error("first\nsecond"))).toBe("first");
  expect(oneLine(new Error("EACCES: permission denied, mkdir '/x'"))).toMatch(
    /^EACCES.*no permission to write/,
  );
  expect(oneLine("text")).toBe("text");
});
