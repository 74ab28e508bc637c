/** Law: a model says what it takes and gives, and its parameters keep their names and their numbers. */

import { BatchNorm1d, GRU, Linear, LSTM, Sequential } from "@gradus/nn";
import { exportOnnx } from "@gradus/onnx";
import { concat, ones, randn, relu, type Tensor, tensor, triu } from "@gradus/tensor";
import proto from "onnx-proto";
import { expect, test } from "vitest";
import { errorBetween, load } from "./runtime.ts";

const { ModelProto } = proto.onnx;
type Graph = NonNullable<ReturnType<typeof ModelProto.decode>["graph"]>;

function graphOf(bytes: Uint8Array): Graph {
  return ModelProto.decode(bytes).graph as Graph;
}

/** Shapes as they are declared. */
function declared(list: Graph["input"] | Graph["output"]): string[] {
  return (list ?? []).map(({ name, type }) => {
    const dims = type?.tensorType?.shape?.dim ?? [];
    return `${name} [${dims.map(({ dimParam, dimValue }) => dimParam || String(dimValue))}]`;
  });
}

const initializers = (graph: Graph): string[] => (graph.initializer ?? []).map(({ name }) => name as string);
const operators = (graph: Graph): string[] => (graph.node ?? []).map(({ opType }) => opType as string);

test("parameters and buffers keep their names, shapes and elements", () => {
  const model = new Sequential(new Linear(3, 4), new BatchNorm1d(4), relu, new Linear(4, 2));
  const graph = graphOf(exportOnnx(model, [randn([2, 3])]));
  const named = initializers(graph).filter((name) => !name.startsWith("constant"));
  expect(named.sort()).toEqual(
    "0.bias 0.weight 1.bias 1.running_mean 1.running_var 1.weight 3.bias 3.weight".split(" "),
  );
  const weight = graph.initializer?.find(({ name }) => name === "3.weight");
  expect(weight?.dims?.map(Number)).toEqual([2, 4]);
  const bytes = weight?.rawData as Uint8Array;
  const expected = model.stateDict()["3.weight"] as Tensor;
  expect([...new Float32Array(new Uint8Array(bytes).buffer)]).toEqual([...expected.dataSync()]);
});

test("the batch has a name, and other extents are fixed", () => {
  const f = (x: Tensor, y: Tensor) => [concat([x, y], 1), x.reshape([-1]), y.sum()];
  const names = { inputNames: ["a", "b"], outputNames: ["c", "d", "e"] };
  const dynamic = graphOf(exportOnnx(f, [randn([4, 3]), randn([4, 2])], names));
  expect(declared(dynamic.input)).toEqual(["a [batch,3]", "b [batch,2]"]);
  expect(declared(dynamic.output)).toEqual(["c [batch,5]", "d [d_0]", "e []"]);
  const still = graphOf(exportOnnx(f, [randn([4, 3]), randn([4, 2])], { ...names, dynamicBatch: false }));
  expect(declared(still.output)).toEqual(["c [4,5]", "d [12]", "e []"]);
});

test("recurrent networks become recurrent operators, with the input's weights among their own", () => {
  const lstm = graphOf(exportOnnx(new LSTM(3, 4), [randn([5, 2, 3])], { dynamicBatch: [1] }));
  expect(operators(lstm).filter((each) => ["LSTM", "Gemm", "MatMul"].includes(each))).toEqual(["LSTM"]);
  expect(initializers(lstm)).toEqual(expect.arrayContaining(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0"]));
  const gru = graphOf(
    exportOnnx(new GRU(3, 4, { bidirectional: true }), [randn([5, 2, 3])], { dynamicBatch: [1] }),
  );
  expect(operators(gru).filter((each) => ["GRU", "Gemm", "MatMul"].includes(each))).toEqual(["GRU", "GRU"]);
});

test("what no output needs is left out", () => {
  const model = new Sequential(new Linear(3, 4), new Linear(4, 2));
  const first = model.held() as unknown as Linear[];
  const graph = graphOf(exportOnnx((x) => [x, first, x][0] as Tensor, [randn([2, 3])], { module: model }));
  expect(operators(graph)).toEqual(["Identity"]);
  expect(initializers(graph)).toEqual([]);
});

test("constants that are equal are one", () => {
  const mask = () => triu(ones([9, 9]));
  const graph = graphOf(exportOnnx((x) => x.mul(mask()).add(mask()).mul(-0).mul(0), [randn([2, 9, 9])]));
  const shapes = graph.initializer?.map(({ dims }) => dims?.map(Number));
  expect(shapes).toEqual([[9, 9], [], []]);
});

test("a dense layer is one operator", () => {
  const graph = graphOf(exportOnnx(new Linear(3, 4), [randn([2, 3])]));
  expect(operators(graph)).toEqual(["Gemm", "Identity"]);
});

test.each([17, 18, 19, 20, 21])("opset %i", async (opset) => {
  const layer = new Linear(4, 4);
  const f = (x: Tensor) => {
    const y = layer.forward(x).gelu().softmax();
    return [
      y.amax(1),
      y.sub(y.mean(1, true)).norm(2, 1),
      y.cumsum(1),
      y.logsumexp(1),
      y.argmax(1),
      y.pad([1, 1]),
    ];
  };
  const bytes = exportOnnx(f, [randn([2, 4])], { module: layer, opset });
  expect(ModelProto.decode(bytes).opsetImport?.map(({ version }) => Number(version))).toEqual([opset]);
  const x = randn([3, 4]);
  const found = await (await load(bytes)).run(x);
  const errors = f(x).map((y, i) => errorBetween(found[i] as Tensor, y));
  expect(Math.max(...errors)).toBeLessThanOrEqual(1e-5);
});

test("the same model twice gives the same bytes", () => {
  const model = new LSTM(3, 2, { batchFirst: true });
  const x = tensor([[[1, 2, 3]], [[4, 5, 6]]]);
  expect(exportOnnx(model, [x])).toEqual(exportOnnx(model, [x]));
});
