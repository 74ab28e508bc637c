import {
  bceLoss,
  bceWithLogitsLoss,
  crossEntropy,
  hingeEmbeddingLoss,
  hingeLoss,
  huberLoss,
  klDivLoss,
  l1Loss,
  mseLoss,
  multiMarginLoss,
  nllLoss,
  smoothL1Loss,
} from "@gradus/tensor";
import type { GoldenOp } from "../golden.ts";
import { defined } from "./options.ts";

export const lossGolden: Readonly<Record<string, GoldenOp>> = {
  mse_loss: ({ x, target }, { reduction }) => ({ y: mseLoss(x!, target!, { reduction }) }),
  l1_loss: ({ x, target }, { reduction }) => ({ y: l1Loss(x!, target!, { reduction }) }),
  smooth_l1_loss: ({ x, target }, { reduction, beta }) => ({
    y: smoothL1Loss(x!, target!, { reduction, beta }),
  }),
  huber_loss: ({ x, target }, { reduction, delta }) => ({ y: huberLoss(x!, target!, { reduction, delta }) }),
  bce_loss: ({ x, target, weight }, { reduction }) => ({
    y: bceLoss(x!, target!, { reduction, ...defined({ weight }) }),
  }),
  bce_with_logits_loss: ({ x, target, weight, pos_weight: posWeight }, { reduction }) => ({
    y: bceWithLogitsLoss(x!, target!, { reduction, ...defined({ weight, posWeight }) }),
  }),
  cross_entropy_loss: (
    { x, target, weight },
    { reduction, ignore_index: ignoreIndex, label_smoothing: labelSmoothing },
  ) => ({
    y: crossEntropy(x!, target!, { reduction, ...defined({ weight, ignoreIndex, labelSmoothing }) }),
  }),
  nll_loss: ({ x, target, weight }, { reduction, ignore_index: ignoreIndex }) => ({
    y: nllLoss(x!, target!, { reduction, ...defined({ weight, ignoreIndex }) }),
  }),
  kl_div_loss: ({ x, target }, { reduction, log_target: logTarget }) => ({
    y: klDivLoss(x!, target!, { reduction, logTarget }),
  }),
  hinge_loss: ({ x, target }, { reduction, margin }) => ({
    y: hingeLoss(x!, target!, { reduction, margin }),
  }),
  hinge_embedding_loss: ({ x, target }, { reduction, margin }) => ({
    y: hingeEmbeddingLoss(x!, target!, { reduction, margin }),
  }),
  multi_margin_loss: ({ x, target }, { reduction, margin, p }) => ({
    y: multiMarginLoss(x!, target!, { reduction, margin, p }),
  }),
};
