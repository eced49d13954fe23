import { useState } from "preact/hooks";
import type { HostActions } from "../../../core/host_model";
import type { Spread } from "../../../core/protocol";
import { duration, EXITS, spreadWords } from "../../../core/spread";
import { ordinal, promise } from "../../../core/words";
import { ColumnHeads } from "../../parts/column_heads";
import { Key, Panel } from "../../parts/panel";
import { Sentence } from "../../parts/sentence";
import { ScreensChart, ThreadsChart, threadsTook } from "./exits_charts";

interface Props {
  spread: Spread;
  actions: HostActions;
}

/** What a barrier promises, and what it does not: how close together screens went on, and how real threads do. */
export function Exits({ spread, actions }: Props) {
  const [is_table, setTable] = useState(false);
  const { parties, screens } = spread;
  return (
    <main>
      <Panel label="How close together" look="exits">
        <div class="exits-head">
          <div>
            <h1>{promise(parties)}</h1>
            <p>A barrier promises only that nobody goes early. How close together they go is another matter:</p>
          </div>
          <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
            Back <Key name="Esc" />
          </button>
        </div>
        {is_table ? (
          <ExitsTable spread={spread} />
        ) : (
          <div class="exits-two">
            <section>
              <h2>{screens === 1 ? "Your screen" : `Your ${screens} screens`}</h2>
              <p>
                <Sentence words={spreadWords(spread)} />
              </p>
              <ScreensChart spread={spread} />
            </section>
            <section>
              <h2>{EXITS.began_ms.length} real Python threads</h2>
              <p>
                All may go at once, but they leave <b>one after another</b>.
              </p>
              <ThreadsChart spread={spread} />
            </section>
          </div>
        )}
        <div class="exits-foot">
          <p>
            Screens change together because they all hear the moment in advance and look at the clock. Threads are woken
            one by one. Measured with {EXITS.python} ({EXITS.machine}); with no work to do, the same{" "}
            {EXITS.without_work_ms.length} left within {threadsTook(EXITS.without_work_ms)}.
          </p>
          <button type="button" class="button" aria-pressed={is_table} onClick={() => setTable(!is_table)}>
            {is_table ? "Show as picture" : "Show as table"}
          </button>
        </div>
      </Panel>
    </main>
  );
}

/** The same facts as in the pictures. */
function ExitsTable({ spread }: Pick<Props, "spread">) {
  const { changed_ms, late_ms } = spread;
  const screens = [
    ...changed_ms.map((ms) => `${ms.toFixed(1)} ms`.replace("-", "−")),
    ...late_ms.map((ms) => `${duration(ms)}, heard late`),
  ];
  const places = Math.max(screens.length, EXITS.began_ms.length);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="exits-table" aria-label="Screens and threads as a table" tabIndex={0}>
      <p>
        <Sentence words={spreadWords(spread)} />
      </p>
      <table>
        <ColumnHeads
          names={["Place", "Screen changed, after the agreed moment", "Thread went on, after the last one arrived"]}
        />
        <tbody>
          {Array.from({ length: places }, (_, i) => (
            <tr key={i}>
              <th scope="row">{ordinal(i + 1)}</th>
              <td class="num" translate={false}>
                {screens[i]}
              </td>
              <td class="num" translate={false}>
                {EXITS.began_ms[i] === undefined ? "" : `${EXITS.began_ms[i].toFixed(1)} ms`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
