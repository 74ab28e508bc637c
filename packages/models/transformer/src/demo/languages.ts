/** Demo: which language is it? */
import { type Demo, saveCurve, saveModel } from "@gradus/demo";
import { noGrad, type Tensor } from "@gradus/tensor";
import { Checkpoints } from "@gradus/train";
import { Progress } from "@gradus/train/node";
import { attentionSvg } from "@gradus/viz";
import { EncoderClassifier } from "../classifier.ts";
import { languageNames, languagePieces, languageTokens, languageVocabulary } from "../languages.ts";
import { attentionMaps } from "../maps.ts";
import { pieceBatch, trainClassifier } from "../train-classifier.ts";

const EXAMPLES = ["the moon over the mill", "la luna sobre el molino", "no", "animal", "casa"];

export const languages: Demo = {
  name: "languages",
  about: "an encoder tells Spanish from English by 4 to 24 letters without accents",
  play: async ({ seed, quick, folder, screen, signal, resume }) => {
    const train = languagePieces({ count: quick ? 128 : 16_000, seed });
    const held = languagePieces({ count: quick ? 64 : 2000, part: "test", seed: seed + 1 });
    const model = new EncoderClassifier({
      vocabSize: languageVocabulary,
      numClasses: languageNames.length,
      ...(quick ? { dModel: 16, numLayers: 1 } : {}),
    });
    const history = await trainClassifier(model, train, {
      epochs: quick ? 2 : 6,
      validation: held,
      callbacks: [new Progress(), new Checkpoints(folder.checkpoints)],
      seed,
      signal,
      resume,
    });
    await saveCurve(folder, history);
    await saveModel(folder, model);

    model.eval();
    screen.heading("What it takes these for");
    for (const text of EXAMPLES) {
      const [tokens] = pieceBatch([{ tokens: languageTokens(text), label: 0 }]);
      const shares = await noGrad(() => (model.forward(tokens) as Tensor).softmax(-1)).data();
      const best = shares.indexOf(Math.max(...shares));
      screen.say(
        `${text.padEnd(24)} ${languageNames[best]}, ${(100 * (shares[best] as number)).toFixed(1)} %`,
      );
    }
    const [text = ""] = EXAMPLES;
    const [tokens] = pieceBatch([{ tokens: languageTokens(text), label: 0 }]);
    for (const { name, heads } of await attentionMaps(model, () => model.forward(tokens)))
      await folder.write(
        `attention-${name}.svg`,
        await attentionSvg({
          title: `Where each letter looks: ${name}`,
          heads,
          queries: [...text],
          keys: [...text],
        }),
      );
    const last = history.epochs.at(-1);
    return { testAccuracy: last?.["valAccuracy"] as number, validationLoss: last?.["valLoss"] as number };
  },
};
