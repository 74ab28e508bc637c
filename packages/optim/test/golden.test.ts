/** Every sequence made with PyTorch, at 1e-12 in float64. */
import { readFileSync } from "node:fs";
import * as optim from "@gradus/optim";
import { setDefaultDevice, type Tensor, tensor } from "@gradus/tensor";
import { afterAll, describe, expect, test } from "vitest";

interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
type Tensors = Readonly<Record<string, GoldenTensor>>;
interface GoldenCase {
  readonly name: string;
  readonly op: string;
  // biome-ignore lint/suspicious/noExplicitAny: attributes differ from case to case, as in the file
  readonly attrs: any;
  readonly inputs: Tensors;
  readonly outputs: Tensors;
  readonly steps: readonly { readonly grads: Tensors; readonly params: Tensors }[];
  readonly state_after?: Readonly<Record<string, Tensors>>;
}

const file = new URL("./golden/optim.json", import.meta.url);
const cases: readonly GoldenCase[] = JSON.parse(readFileSync(file, "utf8")).cases;
const of = (op: string): readonly GoldenCase[] => cases.filter((each) => each.op === op);

// biome-ignore lint/suspicious/noExplicitAny: classes are looked up by the names in the file
const classes = optim as any;

const camel = (name: string): string => {
  const joined = name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
  return joined[0]?.toLowerCase() + joined.slice(1);
};
const camelKeys = (hyper: object): object =>
  Object.fromEntries(Object.entries(hyper).map(([name, value]) => [camel(name), value]));
const load = ({ shape, data }: GoldenTensor, requiresGrad = true): Tensor =>
  tensor(Float64Array.from(data), { shape, dtype: "float64", requiresGrad });

function expectClose(actual: Iterable<number>, { data }: { data: readonly number[] }, what: string): void {
  const values = [...actual];
  expect(values.length, what).toBe(data.length);
  values.forEach((value, i) => {
    const wanted = data[i] as number;
    expect(Math.abs(value - wanted), `${what}[${i}]: ${value} for ${wanted}`).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(wanted)),
    );
  });
}

test("no case of the file is passed over", () => {
  const ops = ["optimizer", "lr_scheduler", "clip_grad_norm", "clip_grad_value"];
  expect(ops.flatMap(of).length).toBe(cases.length);
  expect(cases.length).toBe(27);
});

describe.each(["cpu", "wasm"] as const)("on %s", (device) => {
  const golden = (golden: GoldenCase): readonly [string, GoldenCase] => [golden.name, golden];
  const using = <T>(f: () => T): T => {
    setDefaultDevice(device);
    return f();
  };
  afterAll(() => setDefaultDevice("wasm"));

  test.each(of("optimizer").map(golden))("%s", (_name, { attrs, inputs, steps, state_after }) =>
    using(() => {
      const names = Object.keys(inputs);
      const params = names.map((name) => load(inputs[name]!));
      const optimizer = new classes[attrs.optimizer](params, camelKeys(attrs.hyper)) as optim.Optimizer;
      steps.forEach(({ grads, params: wanted }, k) => {
        names.forEach((name, i) => {
          params[i]!.grad = load(grads[name]!, false);
        });
        optimizer.step();
        names.forEach((name, i) => {
          expectClose(params[i]!.dataSync(), wanted[name]!, `${name} after step ${k}`);
        });
      });
      const { state } = optimizer.stateDict();
      for (const [name, slots] of Object.entries(state_after ?? {})) {
        const own = state[names.indexOf(name)]!;
        for (const [slot, wanted] of Object.entries(slots)) {
          const key = camel(slot);
          expectClose(own.slots[key]?.dataSync() ?? [own.numbers[key] as number], wanted, `${name}.${slot}`);
        }
      }
    }),
  );
});

const sgd = (lr: number): optim.SGD =>
  new optim.SGD([tensor([0], { requiresGrad: true })], { lr, momentum: 0.9 });

test.each(of("lr_scheduler").map((each) => [each.name, each] as const))(
  "%s",
  (_name, { attrs, inputs, outputs }) => {
    const optimizer = sgd(attrs.base_lr);
    const scheduler = new classes[attrs.scheduler](optimizer, camelKeys(attrs.hyper));
    const lr: number[] = [];
    const momentum: number[] = [];
    for (let k = 0; k < attrs.steps; k++) {
      lr.push(scheduler.getLastLr()[0]);
      momentum.push(optimizer.paramGroups[0]!.momentum);
      scheduler.step(inputs["metric"]?.data[k]);
    }
    expectClose(lr, outputs["lr"]!, "lr");
    if (outputs["momentum"] !== undefined) expectClose(momentum, outputs["momentum"], "momentum");
  },
);

describe("clipping", () => {
  const owners = (inputs: Tensors): Tensor[] =>
    Object.values(inputs).map((input) => {
      const owner = load(input);
      owner.grad = load(input, false);
      return owner;
    });

  test.each(of("clip_grad_norm").map((each) => [each.name, each] as const))("%s", (_name, golden) => {
    const params = owners(golden.inputs);
    const { max_norm, norm_type } = golden.attrs;
    const total = optim.clipGradNorm(params, max_norm, { normType: norm_type }).item();
    expectClose([total], golden.outputs["total_norm"]!, "total");
    Object.keys(golden.inputs).forEach((name, i) => {
      expectClose(params[i]!.grad!.dataSync(), golden.outputs[name]!, name);
    });
  });

  test.each(of("clip_grad_value").map((each) => [each.name, each] as const))("%s", (_name, golden) => {
    const params = owners(golden.inputs);
    optim.clipGradValue(params, golden.attrs.clip_value);
    Object.keys(golden.inputs).forEach((name, i) => {
      expectClose(params[i]!.grad!.dataSync(), golden.outputs[name]!, name);
    });
  });
});
