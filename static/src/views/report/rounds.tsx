import * as m from "messages";
import type { ComponentChildren } from "preact";
import { thousands } from "../../core/numbers";
import { type Account, manyBarriers, type Report } from "../../core/report";
import { latestWords, luckWords, manyBarriersWords, outcomeWords, title } from "../../core/report_words";
import { spreadWords } from "../../core/spread";
import { seconds } from "../../core/words";
import { ColumnHeads } from "../parts/column_heads";
import { Icon } from "../parts/icons";
import { Sentence } from "../parts/sentence";

const COLUMNS = [
  m.report_col_round,
  m.report_col_gate,
  m.report_col_workers,
  m.report_col_waiting,
  m.report_col_last,
  m.report_col_screens,
];

interface Props {
  report: Report;
  /** As in the report, each worked out. */
  rounds: Account[];
  chosen: number;
  choose(generation: number): void;
  look_again(): void;
}

/** One line for each round, the latest first; pressing it shows that round above. */
export function Rounds({ report, rounds, chosen, choose, look_again }: Props) {
  const latest = latestWords(report);
  const luck = luckWords(rounds);
  const many = manyBarriers(rounds);
  return (
    <section class="report-card" aria-labelledby="rounds">
      <div class="rounds-head">
        <h2 id="rounds">{m.report_all_rounds}</h2>
        <button type="button" class="button button-small" onClick={look_again}>
          <Icon name="redo" /> {m.report_look_again}
        </button>
      </div>
      {latest !== null && <p>{latest}</p>}
      {luck !== null && <p class="rounds-luck">{luck}</p>}
      {many !== null && <p class="rounds-many">{manyBarriersWords(many)}</p>}
      <table class="rounds">
        <ColumnHeads names={COLUMNS} />
        <tbody>
          {[...rounds].reverse().map((round) => {
            const { ended, last, waited_ms, picture } = round;
            return (
              <tr key={ended.generation} class={ended.generation === chosen ? "chosen" : undefined}>
                <th scope="row">
                  <button
                    type="button"
                    class="button button-small"
                    aria-pressed={ended.generation === chosen}
                    onClick={() => choose(ended.generation)}
                  >
                    {title(ended)}
                  </button>
                </th>
                <Cell what={m.report_col_gate}>
                  <Icon name={ended.outcome === "released" ? "go" : "bad"} /> {outcomeWords(round)}
                </Cell>
                <Cell what={m.report_col_workers}>{thousands(picture.parties)}</Cell>
                <Cell what={m.report_col_waiting}>{seconds(waited_ms)}</Cell>
                <Cell what={m.report_col_last}>{last ? <bdi translate={false}>{last.name}</bdi> : "–"}</Cell>
                <Cell what={m.report_col_screens}>
                  {ended.spread ? <Sentence words={spreadWords(ended.spread)} /> : "–"}
                </Cell>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** On a phone each line of the table is a block, and each cell says which column it was. */
function Cell({ what, children }: { what: string; children: ComponentChildren }) {
  return (
    <td>
      <span class="rounds-what" aria-hidden="true">
        {what}
      </span>
      <span class="num" translate={false}>
        {children}
      </span>
    </td>
  );
}
