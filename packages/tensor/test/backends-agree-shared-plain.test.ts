/** The same for the build without relaxed SIMD. */
import type { Backend } from "@gradus/tensor/backend/backend";
import { shareAll, wasm } from "@gradus/tensor/backend/wasm/index";
import { setThreads } from "@gradus/tensor/backend/wasm/threads";
import { expect, test, vi } from "vitest";
import { agreementSuite } from "./backends-agree/suite.ts";

vi.mock("../src/backend/wasm/generated/relaxed.ts", () => ({ relaxed: "" }));
vi.mock("../src/backend/wasm/generated/relaxed-shared.ts", () => {
  throw new Error("the build with relaxed SIMD is not asked for");
});

const threads = await setThreads(2);
shareAll();

test("two threads are in use", () => {
  expect(threads).toBe(2);
});

agreementSuite("wasm without relaxed SIMD on two threads", wasm as Backend);
