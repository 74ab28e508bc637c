import { drawPairs, type SequenceOptions, type SequencePair } from "./pairs.ts";

interface Parts {
  readonly year: number;
  /** 0 is January. */
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const two = (value: number): string => `${value}`.padStart(2, "0");
const long = ({ month }: Parts): string => months[month] as string;
const short = (parts: Parts): string => long(parts).slice(0, 3);

/** A way to write a date, named by how it writes the fourth of March 1998. */
export type DateFormat =
  | "March 4, 1998"
  | "4 March 1998"
  | "Mar 4 1998"
  | "4-Mar-1998"
  | "03/04/1998"
  | "4.3.1998"
  | "19980304"
  | "4th of March 1998"
  | "Wednesday, March 4, 1998";

/** The separator tells which number is the day: 3/4 is in March, 3.4 in April. */
const formats: { readonly [format in DateFormat]: (parts: Parts) => string } = {
  "March 4, 1998": (d) => `${long(d)} ${d.day}, ${d.year}`,
  "4 March 1998": (d) => `${d.day} ${long(d)} ${d.year}`,
  "Mar 4 1998": (d) => `${short(d)} ${d.day} ${d.year}`,
  "4-Mar-1998": (d) => `${d.day}-${short(d)}-${d.year}`,
  "03/04/1998": (d) => `${two(d.month + 1)}/${two(d.day)}/${d.year}`,
  "4.3.1998": (d) => `${d.day}.${d.month + 1}.${d.year}`,
  "19980304": (d) => `${d.year}${two(d.month + 1)}${two(d.day)}`,
  "4th of March 1998": (d) => `${ordinal(d.day)} of ${long(d)} ${d.year}`,
  "Wednesday, March 4, 1998": (d) => `${weekdays[d.weekday]}, ${long(d)} ${d.day}, ${d.year}`,
};

/** All of them. */
export const dateFormats: readonly DateFormat[] = Object.keys(formats) as DateFormat[];

export interface DateSequenceOptions extends SequenceOptions {
  /** Which formats to draw from; all of them where left out. */
  readonly formats?: readonly DateFormat[];
}

/**
 * Dates as people write them, to be written as ISO 8601 does: "4 March 1998" → "1998-03-04".
 *
 * Days of 1900 to 2099, all equally likely, and formats too. A day that tests is in no format among those that train.
 *
 * @throws RangeError where `count` or `part` make no sense, or a format is unknown
 */
export function dateSequences({
  formats: asked = dateFormats,
  ...options
}: DateSequenceOptions): SequencePair[] {
  const unknown = asked.find((format) => !Object.hasOwn(formats, format));
  if (unknown !== undefined || asked.length === 0) {
    throw new RangeError(
      `dateSequences: ${unknown === undefined ? "no format" : `unknown format "${unknown}"`}; there are ${dateFormats.join("; ")}`,
    );
  }
  return drawPairs("dateSequences", options, (random) => {
    const date = new Date(firstDay + random.integer(days) * millisecondsPerDay);
    const format = formats[asked[random.integer(asked.length)] as DateFormat];
    const target = date.toISOString().slice(0, 10);
    const source = format({
      year: date.getUTCFullYear(),
      month: date.getUTCMonth(),
      day: date.getUTCDate(),
      weekday: date.getUTCDay(),
    });
    return { source, target, key: target };
  });
}

const millisecondsPerDay = 24 * 60 * 60 * 1000;
const firstDay = Date.UTC(1900, 0, 1);
const days = (Date.UTC(2100, 0, 1) - firstDay) / millisecondsPerDay;

function ordinal(day: number): string {
  const teen = day > 10 && day < 14;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${ending}`;
}
