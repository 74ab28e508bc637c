/** Losses as modules. */
import * as nn from "@gradus/nn";
import { type Tensor, tensor } from "@gradus/tensor";
import { type LayerCase, layerCase } from "./layer-case.ts";

const classes = tensor(Int32Array.from([2, 0, 1]));
const signs = tensor(Float64Array.from([1, -1, -1, 1, 1, -1]), { shape: [3, 2] });
const chances = tensor(Float64Array.from([0.1, 0.9, 0.4, 0.7, 0.3, 0.5]), { shape: [3, 2] });
const weights = () => tensor(Float64Array.from([0.5, 2, 1.5]));

/** A target of the input's type, where it lies. */
const beside = (x: Tensor, target: Tensor) =>
  (target.dtype === "int32" ? target : target.cast(x.dtype)).to(x.device);

type LossModule = nn.Module<[Tensor, Tensor]>;

const ofTwo = (layer: string, make: () => LossModule): LayerCase =>
  layerCase({
    layer,
    make,
    inputs: [
      [3, 2],
      [3, 2],
    ],
  });

const against = (layer: string, make: () => LossModule, target: Tensor): LayerCase =>
  layerCase({
    layer,
    make,
    inputs: [target.rank === 1 ? [3, 3] : [3, 2]],
    call: (loss, [x]) => loss.forward(x!, beside(x!, target)),
  });

export const lossCases: readonly LayerCase[] = [
  ofTwo("MSELoss", () => new nn.MSELoss()),
  ofTwo("L1Loss", () => new nn.L1Loss()),
  ofTwo("SmoothL1Loss", () => new nn.SmoothL1Loss({ beta: 0.5 })),
  ofTwo("HuberLoss", () => new nn.HuberLoss({ delta: 0.7 })),
  against("HingeLoss", () => new nn.HingeLoss({ margin: 0.8 }), signs),
  against("HingeEmbeddingLoss", () => new nn.HingeEmbeddingLoss({ margin: 0.8 }), signs),
  against("MultiMarginLoss", () => new nn.MultiMarginLoss({ weight: weights() }), classes),
  against("BCEWithLogitsLoss", () => new nn.BCEWithLogitsLoss({ reduction: "sum" }), chances),
  against(
    "CrossEntropyLoss",
    () => new nn.CrossEntropyLoss({ weight: weights(), labelSmoothing: 0.1 }),
    classes,
  ),
  against("NLLLoss", () => new nn.NLLLoss({ weight: weights(), reduction: "none" }), classes),
  against("KLDivLoss", () => new nn.KLDivLoss({ reduction: "batchmean" }), chances),
  layerCase({
    layer: "BCELoss",
    make: () => new nn.BCELoss(),
    inputs: [[3, 2]],
    call: (loss, [x]) => loss.forward(x!.sigmoid(), beside(x!, chances)),
  }),
];
