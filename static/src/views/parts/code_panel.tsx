import * as m from "messages";
import type { Counts } from "../../core/model";
import type { Picture } from "../../core/picture";
import { exception, onLines, tally } from "../../core/picture_words";
import { call } from "../../core/words";
import { CodeLine } from "./code_line";

/** What every worker runs, and how many stand on each line. The barrier counts calls, so there are no names here. */
export function CodePanel({ picture, title, join }: { picture: Picture; title: string; join: (() => void) | null }) {
  const { state } = picture;
  const { n } = tally(picture);
  const on = onLines(picture);
  const released = state === "released";
  const broken = state === "broken";
  const wait_line = broken ? "line-bad" : released || state === "lobby" ? "" : "line-wait";
  return (
    <section class="code-panel" translate={false} aria-label={m.program_code}>
      <div class="code-head">
        <span>{title}</span>
        {join && (
          <button type="button" class="code-join" onClick={join}>
            {m.program_join}
          </button>
        )}
      </div>
      <div class="code-line">
        <span lang="en">
          barrier = <b>Barrier</b>({n})
        </span>
      </div>
      <div class="code-line code-gap">
        <span lang="en">
          <b>def</b> worker():
        </span>
      </div>
      <CodeLine text={call(picture.phase)} look="code-indent" icon="work" count={on.work} />
      <CodeLine
        text="barrier.wait()"
        look={`code-indent ${wait_line}`}
        icon={broken ? "bad" : "wait"}
        count={on.wait}
      />
      <CodeLine
        text={call(picture.next_phase)}
        look={released ? "code-indent line-go" : "code-indent"}
        icon="go"
        count={on.go}
      />
      <p class="code-repr" lang="en">
        {picture.repr}
      </p>
      <Exception picture={picture} />
    </section>
  );
}

/** What programs got that waited when the barrier broke or was reset. */
function Exception({ picture }: { picture: Picture }) {
  if (picture.exception === null) return null;
  const { cause, n_programs } = picture.exception;
  return (
    <p class="code-repr code-error">
      <span>{m.program_got({ n: n_programs })}</span> <span lang="en">{exception(cause)}</span>
    </p>
  );
}

/** The phone's three lines: where you stand, and what `wait()` returned where it is shown. */
export function MiniCode({
  counts,
  at,
  returned,
}: {
  counts: Counts;
  at: "work" | "wait" | "go";
  returned?: number | undefined;
}) {
  const lines = [
    { key: "work", text: call(counts.phase) },
    { key: "wait", text: "barrier.wait()" },
    { key: "go", text: call(counts.next_phase) },
  ];
  return (
    <div class="mini-code" translate={false}>
      {lines.map(({ key, text }) => (
        <div key={key} class={key === at ? `line-${at}` : ""}>
          <span lang="en">{text}</span>
          {key === at && <small class="here">{m.you}</small>}
          {key === "wait" && returned !== undefined && <small>{m.returned({ index: returned })}</small>}
        </div>
      ))}
    </div>
  );
}
