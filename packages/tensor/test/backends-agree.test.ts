/** The wasm backend, as this engine runs it, gives what the definition gives. */
import type { Backend } from "@gradus/tensor/backend/backend";
import { wasm } from "@gradus/tensor/backend/wasm/index";
import { expect, test } from "vitest";
import { agreementSuite } from "./backends-agree/suite.ts";

test("this engine runs the wasm backend", () => {
  expect(wasm).toBeDefined();
});

agreementSuite("wasm", wasm as Backend);
