/** The same for the build without relaxed SIMD, which engines take that do not have it. */
import type { Backend } from "@gradus/tensor/backend/backend";
import { wasm } from "@gradus/tensor/backend/wasm/index";
import { vi } from "vitest";
import { agreementSuite } from "./backends-agree/suite.ts";

vi.mock("../src/backend/wasm/generated/relaxed.ts", () => ({ relaxed: "" }));

agreementSuite("wasm without relaxed SIMD", wasm as Backend);
