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

/** What a diagnosis says, and what it says of a jvp, where there is no gradient and nothing upstream. */
export interface DiagnosisText extends Localized {
  readonly jvp?: Localized;
}

/** One message per fault; `{braces}` are filled from the diagnosis's values. */
export const DIAGNOSES: { readonly [name in DiagnosisName]: DiagnosisText } = {
  "wrong-count": { en: "{got} came back where {expected} was expected" },
  "wrong-length": {
    en: "the gradient of argument {input} has {got} entries where {expected} were expected",
    jvp: { en: "the tangent has {got} entries where {expected} were expected" },
  },
  nan: { en: "NaN: {count} entries are not a number" },
  inf: { en: "Inf: {count} entries are infinite where the numeric ones are not" },
  "f-not-finite": { en: "f itself gives {value} at output {index}: choose a point inside its domain" },
  "f-noisy": {
    en: "f is too noisy, or changes too fast, for finite differences here: compute it in float64, at smaller inputs",
  },
  "all-skipped": { en: "nothing was compared: f has a kink at every entry; choose a point away from kinks" },
  zero: { en: "zero: no gradient arrives", jvp: { en: "zero: the tangent is 0, as if nothing moved" } },
  overwritten: {
    en: "grad was overwritten, not accumulated: x is used twice (or more), and only the last use counts",
    jvp: { en: "only the last use counts: x is used twice (or more), and each use adds to the tangent" },
  },
  "detached-second-use": {
    en: "detached second use: x is used twice (or more), and only the first use counts",
  },
  "swapped-arguments": {
    en: "the gradients of arguments {first} and {second} are swapped",
    jvp: { en: "the tangents of arguments {first} and {second} are swapped" },
  },
  transposed: { en: "equals the transpose of the right answer" },
  "unsummed-broadcast": { en: "broadcast axis {axis} was not summed" },
  "ignores-upstream": {
    en: "off by exactly the upstream gradient: it was never multiplied in",
    jvp: { en: "off by exactly the incoming tangent: it was never multiplied in" },
  },
  "upstream-twice": {
    en: "off by exactly the upstream gradient: it was multiplied in twice",
    jvp: { en: "off by exactly the incoming tangent: it was multiplied in twice" },
  },
  sign: { en: "the sign is wrong" },
  "not-reset": {
    en: "grad still held the previous call's gradient: it was not reset",
    jvp: { en: "the tangent still held the previous call's: it was not reset" },
  },
  "one-point-only": {
    en: "right at one point only: the gradient does not change from point to point, the numeric one does",
    jvp: {
      en: "right at one point only: the tangent does not change from point to point, the numeric one does",
    },
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
  /** What was checked; null where the fault lies in f. */
  readonly kind: "vjp" | "jvp" | null;
}

/** The message of a diagnosis in a language, in English where that language has none. */
export function diagnosisMessage(
  diagnosis: Pick<Diagnosis, "name" | "values" | "kind">,
  language: keyof Localized = "en",
): string {
  const text = DIAGNOSES[diagnosis.name];
  const texts = (diagnosis.kind === "jvp" ? text.jvp : undefined) ?? text;
  return (texts[language] ?? texts.en).replace(/\{(\w+)\}/g, (_, key: string) =>
    String(diagnosis.values[key]),
  );
}

export function makeDiagnosis(
  name: DiagnosisName,
  input: number | null = null,
  values: Diagnosis["values"] = {},
  kind: Diagnosis["kind"] = null,
): Diagnosis {
  return { name, input, values, kind, message: diagnosisMessage({ name, values, kind }) };
}
