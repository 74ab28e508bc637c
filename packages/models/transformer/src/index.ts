export { gptDemo } from "./demo/gpt.ts";
export { type GenerateOptions, generate } from "./generate.ts";
export { Block, CausalSelfAttention, FeedForward, Gpt, type GptCall, type GptOptions } from "./gpt.ts";
export { type AttentionMap, watchAttention } from "./maps.ts";
export { splitText, type TextData } from "./text.ts";
export { type TrainGptOptions, textLoss, tokenLoss, trainGpt } from "./train-gpt.ts";
