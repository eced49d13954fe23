/**
 * What was pressed once and is done when it is pressed again: the act and the value it was about, "parties 4", "reset 3",
 * "drop 7". A second press on another value asks again. Null: nothing was asked.
 */
export type Asked = string;

/** Is this act being asked about, whatever the value? */
export function isAsking(asked: Asked | null, act: string): asked is Asked {
  return asked?.startsWith(`${act} `) ?? false;
}

/** "4" of "parties 4". */
export function valueAsked(asked: Asked): string {
  return asked.slice(asked.indexOf(" ") + 1);
}
