/** The same for kernels on memory that threads share, everything shared between two. */
import type { Backend } from "@gradus/tensor/backend/backend";
import { shareAll, wasm } from "@gradus/tensor/backend/wasm/index";
import { setThreads } from "@gradus/tensor/backend/wasm/threads";
import { expect, test } from "vitest";
import { agreementSuite } from "./backends-agree/suite.ts";

const threads = await setThreads(2);
shareAll();

test("two threads are in use", () => {
  expect(threads).toBe(2);
});

agreementSuite("wasm on two threads", wasm as Backend);
