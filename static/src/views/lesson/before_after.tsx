import * as m from "messages";
import { type Belief, type Share, shareWords } from "../../core/beliefs";
import { Sentence } from "../parts/sentence";

/** For each belief how many chose what is true, before and after. */
export function BeforeAfter({ beliefs }: { beliefs: readonly Belief[] }) {
  return (
    <ul class="beliefs">
      {beliefs.map(({ id, says, before, after }) => (
        <li key={id}>
          <h3>
            <Sentence words={says} />
          </h3>
          <div class="before-after">
            <Line label={m.belief_before} share={before} />
            <Line label={m.belief_after} share={after} look="share-after" />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Line({ label, share, look = "" }: { label: string; share: Share | null; look?: string }) {
  return (
    <>
      <span>{label}</span>
      <Bar share={share === null || share.all === 0 ? 0 : share.right / share.all} look={look} />
      <b class="num">{shareWords(share)}</b>
    </>
  );
}

export function Bar({ share, look = "" }: { share: number; look?: string }) {
  return (
    <span class={`share ${look}`} aria-hidden="true">
      <i style={{ width: `${share * 100}%` }} />
    </span>
  );
}
