import * as m from "messages";
import { useState } from "preact/hooks";
import type { HostActions } from "../../../core/host_model";
import type { Spread } from "../../../core/protocol";
import { duration, EXITS, spreadWords } from "../../../core/spread";
import { ordinal, promise, tenths } from "../../../core/words";
import { ColumnHeads } from "../../parts/column_heads";
import { Key, Panel } from "../../parts/panel";
import { Scrolling } from "../../parts/scrolling";
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
  const { python, system, cores, without_work_ms } = EXITS;
  return (
    <main>
      <Panel label={m.host_exits} look="exits">
        <div class="exits-head">
          <div>
            <h1>{promise(parties)}</h1>
            <p>{m.host_exits_says}</p>
          </div>
          <button type="button" class="button button-main" data-first onClick={() => actions.show(null)}>
            {m.back} <Key name="Esc" />
          </button>
        </div>
        {is_table ? (
          <ExitsTable spread={spread} />
        ) : (
          <div class="exits-two">
            <section>
              <h2>{m.host_exits_screens({ n: screens })}</h2>
              <p>
                <Sentence words={spreadWords(spread)} />
              </p>
              <ScreensChart spread={spread} />
            </section>
            <section>
              <h2>{m.host_exits_threads({ n: EXITS.began_ms.length })}</h2>
              <p>
                <Sentence words={m.host_exits_in_turn} />
              </p>
              <ThreadsChart spread={spread} />
            </section>
          </div>
        )}
        <div class="exits-foot">
          <p>
            {m.host_exits_foot({
              python,
              system,
              cores,
              n: without_work_ms.length,
              time: threadsTook(without_work_ms),
            })}
          </p>
          <button type="button" class="button" aria-pressed={is_table} onClick={() => setTable(!is_table)}>
            {is_table ? m.as_picture : m.as_table}
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
    ...changed_ms.map((ms) => `${tenths(ms)} ms`.replace("-", "−")),
    ...late_ms.map((ms) => m.host_exits_heard_late({ time: duration(ms) })),
  ];
  const places = Math.max(screens.length, EXITS.began_ms.length);
  return (
    <Scrolling label={m.host_exits_table} look="exits-table">
      <p>
        <Sentence words={spreadWords(spread)} />
      </p>
      <table>
        <ColumnHeads names={[m.host_exits_place, m.host_exits_screen_at, m.host_exits_thread_at]} />
        <tbody>
          {Array.from({ length: places }, (_, i) => (
            <tr key={i}>
              <th scope="row">{ordinal(i + 1)}</th>
              <td class="num" translate={false}>
                {screens[i]}
              </td>
              <td class="num" translate={false}>
                {EXITS.began_ms[i] === undefined ? "" : `${tenths(EXITS.began_ms[i])} ms`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
