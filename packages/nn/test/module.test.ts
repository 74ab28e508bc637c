import { buffer, constant, Module, observe, parameter, Sequential, summary } from "@gradus/nn";
import { ones, randn, relu, scope, type Tensor, tensor, zeros } from "@gradus/tensor";
import { describe, expect, test } from "vitest";

class Affine extends Module {
  readonly weight: Tensor;
  readonly bias: Tensor;
  readonly runs = buffer(zeros([]));
  readonly mask = constant(ones([2]));
  readonly remembered = ones([3]);

  constructor(inputs: number, outputs: number) {
    super();
    this.weight = parameter(randn([inputs, outputs], { seed: 7 }));
    this.bias = zeros([outputs], { requiresGrad: true });
  }

  forward(x: Tensor): Tensor {
    return x.matmul(this.weight).add(this.bias);
  }
}

class Tree extends Module {
  readonly stem = new Affine(2, 3);
  readonly blocks = [new Affine(3, 3), new Affine(3, 3)];
  readonly heads = { left: new Affine(3, 1), right: new Map([["far", new Affine(3, 1)]]) };
  readonly tied = this.stem.weight;

  forward(x: Tensor): Tensor {
    return this.heads.left.forward(this.stem.forward(x));
  }
}

describe("a module finds what it holds", () => {
  test("names follow the properties, through arrays, records and maps; tied weights are listed once", () => {
    expect(new Tree().namedParameters().map(([name]) => name)).toEqual([
      "tied",
      "stem.bias",
      "blocks.0.weight",
      "blocks.0.bias",
      "blocks.1.weight",
      "blocks.1.bias",
      "heads.left.weight",
      "heads.left.bias",
      "heads.right.far.weight",
      "heads.right.far.bias",
    ]);
  });

  test("a buffer is state, but no parameter; a constant is neither; what is merely remembered is nothing", () => {
    const affine = new Affine(2, 2);
    expect(affine.namedParameters().map(([name]) => name)).toEqual(["weight", "bias"]);
    expect(affine.namedBuffers().map(([name]) => name)).toEqual(["runs"]);
    expect(Object.keys(affine.stateDict())).toEqual(["weight", "bias", "runs"]);
  });

  test("a module that holds itself through a cycle is walked once", () => {
    class Loop extends Module {
      self: Loop | null = null;
      readonly box: { inner: unknown } = { inner: null };
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    const loop = new Loop();
    loop.self = loop;
    loop.box.inner = loop.box;
    expect(loop.namedModules()).toHaveLength(1);
  });

  test("steps of a Sequential are named by their place, and can be replaced", () => {
    const model = new Sequential(new Affine(2, 4), relu, new Affine(4, 3));
    expect(model.namedParameters().map(([name]) => name)).toEqual([
      "0.weight",
      "0.bias",
      "2.weight",
      "2.bias",
    ]);
    model.steps[2] = new Affine(4, 5);
    expect(model.forward(ones([1, 2])).shape).toEqual([1, 5]);
    expect(model.parameters().at(-1)?.shape).toEqual([5]);
    expect(() => new Sequential(relu, 3 as never)).toThrow("step 1 is number");
  });

  test("a tensor that was computed is no parameter", () => {
    const leaf = ones([2], { requiresGrad: true });
    expect(() => parameter(leaf.mul(2))).toThrow(/computed by mul; parameters are leaves/);
  });
});

describe("modes", () => {
  test("train and eval reach every module below", () => {
    const tree = new Tree().eval();
    expect(tree.namedModules().every(([, { training }]) => !training)).toBe(true);
    expect(tree.train().blocks[1]?.training).toBe(true);
  });

  test("frozen parameters stay parameters, get no gradient, and come back", () => {
    const tree = new Tree();
    const names = tree.namedParameters().map(([name]) => name);
    tree.stem.freeze();
    tree
      .forward(ones([1, 2]))
      .sum()
      .backward();
    expect(tree.stem.weight.grad).toBeNull();
    expect(tree.heads.left.weight.grad).not.toBeNull();
    expect(tree.namedParameters().map(([name]) => name)).toEqual(names);
    tree.stem.unfreeze();
    tree
      .forward(ones([1, 2]))
      .sum()
      .backward();
    expect(tree.stem.weight.grad).not.toBeNull();
    tree.zeroGrad();
    expect(tree.parameters().every(({ grad }) => grad === null)).toBe(true);
  });

  test("apply comes to children first", () => {
    const names: string[] = [];
    new Sequential(new Affine(1, 1)).apply((module) => names.push(module.constructor.name));
    expect(names).toEqual(["Affine", "Sequential"]);
  });
});

describe("to", () => {
  test("tensors stay the same objects, with gradients, on the other device and as the other type", () => {
    const affine = new Affine(2, 2);
    const { weight, mask } = affine;
    const values = weight.toArray();
    affine
      .forward(ones([1, 2]))
      .sum()
      .backward();
    affine.to("cpu").to("float64");
    expect(affine.weight).toBe(weight);
    expect([weight.device, weight.dtype, weight.grad?.device, weight.grad?.dtype]).toEqual([
      "cpu",
      "float64",
      "cpu",
      "float64",
    ]);
    expect(weight.toArray()).toEqual(values);
    expect(mask.device).toBe("cpu");
    const y = affine.forward(ones([1, 2], { device: "cpu", dtype: "float64" }));
    expect(y.dtype).toBe("float64");
  });

  test("a model that moved between forward and backward says so", () => {
    const weight = parameter(ones([2], { dtype: "float32" }));
    const loss = weight.mul(weight).sum();
    class Holder extends Module {
      readonly weight = weight;
      forward(x: Tensor): Tensor {
        return x;
      }
    }
    new Holder().to("float64");
    expect(() => loss.backward()).toThrow(/assign|changed|version/);
  });
});

describe("stateDict", () => {
  test("a round trip gives the same outputs; the copy does not change with the model", () => {
    const from = new Tree();
    const into = new Tree();
    from.stem.bias.assign(tensor([1, 2, 3]));
    const state = scope(() => from.stateDict());
    from.stem.bias.assign(0);
    expect(into.loadStateDict(state)).toEqual({ missing: [], unexpected: [] });
    expect(into.stem.bias.toArray()).toEqual([1, 2, 3]);
    expect(into.stem.bias.requiresGrad).toBe(true);
  });

  test("all that does not fit is told at once, and nothing has changed", () => {
    const affine = new Affine(2, 2);
    const before = affine.weight.toArray();
    const state = { weight: ones([2, 2]), bias: ones([3]), extra: ones([1]) };
    expect(() => affine.loadStateDict(state)).toThrow(
      /bias is \[3\] in the state, \[2\] in the module; the state lacks runs; the module has no extra\. .*strict: false/,
    );
    expect(affine.weight.toArray()).toEqual(before);
    expect(() => affine.loadStateDict({ bias: ones([3]) }, { strict: false })).toThrow("bias is [3]");
    expect(affine.loadStateDict({ weight: ones([2, 2]), extra: ones([1]) }, { strict: false })).toEqual({
      missing: ["bias", "runs"],
      unexpected: ["extra"],
    });
    expect(affine.weight.toArray()).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });
});

describe("observe and summary", () => {
  test("an observer sees every call, changes nothing, and can be ended", () => {
    const model = new Sequential(new Affine(2, 3), relu, new Affine(3, 1));
    const x = randn([4, 2], { seed: 1 });
    const quiet = model.forward(x).toArray();
    const seen: string[] = [];
    const end = observe(model, ({ name, output }) => seen.push(`${name}:${(output as Tensor).shape}`));
    expect(model.forward(x).toArray()).toEqual(quiet);
    end();
    model.forward(x);
    expect(seen).toEqual(["0:4,3", "2:4,1", ":4,1"]);
    expect(Object.keys(model)).not.toContain("forward");
  });

  test("a summary has shapes and counts, tells frozen parameters, and leaves the mode as it was", () => {
    const model = new Sequential(new Affine(2, 3), relu, new Affine(3, 1));
    (model.steps[0] as Affine).freeze();
    const table = summary(model, ones([4, 2]));
    const { rows, parameters, trainable } = table;
    expect(rows.map(({ name, outputShape, parameters: own }) => [name, outputShape, own])).toEqual([
      ["", [4, 1], 0],
      ["0", [4, 3], 9],
      ["2", [4, 1], 4],
    ]);
    expect([parameters, trainable]).toEqual([13, 4]);
    expect(model.training).toBe(true);
    expect(table.toString()).toMatch(/0 +Affine +\[4, 3\] +9 \(frozen\)/);
    expect(table.toString()).toContain("13 parameters, 4 of them trained");
  });
});
