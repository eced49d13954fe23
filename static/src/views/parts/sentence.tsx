import type { Part, Words } from "../../core/words";

/** Names are isolated: one of them may be written from right to left. */
export function Sentence({ words }: { words: Words }) {
  return <>{words.map(part)}</>;
}

function part(one: Part) {
  if (typeof one === "string") return one;
  if ("name" in one) return <bdi>{one.name}</bdi>;
  return "strong" in one ? <b>{one.strong}</b> : <code>{one.code}</code>;
}
