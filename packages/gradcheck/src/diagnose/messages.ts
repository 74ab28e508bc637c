/** The faults that have a name of their own. */
export type DiagnosisName =
  | "wrong-count"
  | "wrong-length"
  | "nan"
  | "inf"
  | "f-not-finite"
  | "f-noisy"
  | "all-skipped"
  | "zero"
  | "overwritten"
  | "detached-second-use"
  | "swapped-arguments"
  | "transposed"
  | "unsummed-broadcast"
  | "ignores-upstream"
  | "upstream-twice"
  | "sign"
  | "not-reset"
  | "one-point-only"
  | "constant-factor"
  | "single-entry";

/** One text per language; English is the fallback. */
export interface Localized {
  readonly en: string;
  readonly es?: string;
}

/** One message per fault; `{braces}` are filled from the diagnosis's values. */
export const DIAGNOSES: { readonly [name in DiagnosisName]: Localized } = {
  "wrong-count": { en: "{got} came back where {expected} was expected" },
  "wrong-length": { en: "the gradient of argument {input} has {got} entries where {expected} were expected" },
  nan: { en: "NaN: {count} entries are not a number" },
  inf: { en: "Inf: {count} entries are infinite where the numeric ones are not" },
  "f-not-finite": { en: "f itself gives {value} at output {index}: choose a point inside its domain" },
  "f-noisy": {
    en: "f is too noisy, or changes too fast, for finite differences here: compute it in float64, at smaller inputs",
  },
  "all-skipped": { en: "nothing was compared: f has a kink at every entry; choose a point away from kinks" },
  zero: { en: "zero: no gradient arrives" },
  overwritten: {
    en: "grad was overwritten, not accumulated: x is used twice (or more), and only the last use counts",
  },
  "detached-second-use": {
    en: "detached second use: x is used twice (or more), and only the first use counts",
  },
  "swapped-arguments": { en: "the gradients of arguments {first} and {second} are swapped" },
  transposed: { en: "equals the transpose of the right answer" },
  "unsummed-broadcast": { en: "broadcast axis {axis} was not summed" },
  "ignores-upstream": { en: "off by exactly the upstream gradient: it was never multiplied in" },
  "upstream-twice": { en: "off by exactly the upstream gradient: it was multiplied in twice" },
  sign: { en: "the sign is wrong" },
  "not-reset": { en: "grad still held the previous call's gradient: it was not reset" },
  "one-point-only": {
    en: "right at one point only: the gradient does not change from point to point, the numeric one does",
  },
  "constant-factor": { en: "off by the constant factor {factor}" },
  "single-entry": { en: "only the entry at index {index} is wrong" },
};

/** A fault by name, with what its message needs. */
export interface Diagnosis {
  readonly name: DiagnosisName;
  /** In English; other languages through {@link diagnosisMessage}. */
  readonly message: string;
  /** The distinct input it is about, null where it is about none or several. */
  readonly input: number | null;
  readonly values: Readonly<Record<string, string | number>>;
}

/** The message of a diagnosis in a language, in English where that language has none. */
export function diagnosisMessage(
  diagnosis: Pick<Diagnosis, "name" | "values">,
  language: keyof Localized = "en",
): string {
  const texts = DIAGNOSES[diagnosis.name];
  return (texts[language] ?? texts.en).replace(/\{(\w+)\}/g, (_, key: string) =>
    String(diagnosis.values[key]),
  );
}

export function makeDiagnosis(
  name: DiagnosisName,
  input: number | null = null,
  values: Diagnosis["values"] = {},
): Diagnosis {
  return { name, input, values, message: diagnosisMessage({ name, values }) };
}
