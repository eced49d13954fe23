import type { Phrase } from "../../core/words";
import { Sentence } from "../parts/sentence";
import { useFocus } from "../parts/use_focus";

export function Heading({ words, look = "" }: { words: Phrase; look?: string }) {
  return (
    <h1 ref={useFocus()} tabIndex={-1} class={look}>
      <Sentence words={words} />
    </h1>
  );
}
