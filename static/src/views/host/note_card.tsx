import type { Phrase } from "../../core/words";
import { Sentence } from "../parts/sentence";

/** What the picture means, in plain words. */
export function NoteCard({ heading, words }: { heading: string; words: Phrase }) {
  return (
    <section class="note-card">
      <h2>{heading}</h2>
      <p>
        <Sentence words={words} />
      </p>
    </section>
  );
}
