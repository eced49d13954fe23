import type { Part, Phrase } from "../../core/words";

/** Names are isolated: one of them may be written from right to left. */
export function Sentence({ words }: { words: Phrase }) {
  return <>{typeof words === "string" ? words : words.map(shown)}</>;
}

function shown(part: Part) {
  if (typeof part === "string") return part;
  if ("name" in part) return <bdi translate={false}>{part.name}</bdi>;
  return "strong" in part ? <b>{part.strong}</b> : <code lang="en">{part.code}</code>;
}
