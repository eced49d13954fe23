import * as m from "messages";
import { useState } from "preact/hooks";
import type { DrillPicture } from "../../core/drill_model";
import { drillHead, drillNote, seatWords } from "../../core/drill_words";
import type { HostModel } from "../../core/host_model";
import { seconds } from "../../core/words";
import { PausedSign } from "../lesson/host/round_parts";
import { Lanes } from "../machine/lanes";
import { Stage } from "../machine/stage";
import { ColumnHeads } from "../parts/column_heads";
import { Scrolling } from "../parts/scrolling";
import { Sentence } from "../parts/sentence";

/** A drill on the projector: the signals so far, who tells whom, the same in time, and one counter beside it. */
export function DrillRunning({ model, drill }: { model: HostModel; drill: DrillPicture }) {
  const [as_table, setAsTable] = useState(false);
  const { headline, line } = drillHead(drill);
  const look = drill.is_over ? " drill-go" : drill.left.length > 0 ? " drill-stuck" : "";
  return (
    <main class={`running drill${look}`}>
      <div class="head">
        <p class="big-count num" translate={false}>
          {drill.n_signals}
          <small>{m.of_n({ n: drill.n_in_all })}</small>
        </p>
        <div class="what">
          <h1 tabIndex={-1}>{headline}</h1>
          <p>
            <Sentence words={line} />
          </p>
        </div>
        <p class="clock num" aria-hidden="true">
          {seconds(drill.now_s * 1000)}
          <span>{drill.is_over ? m.drill_until_all : m.drill_since}</span>
        </p>
      </div>
      {as_table ? <SeatTable drill={drill} /> : <Pictures drill={drill} />}
      <div class="drill-foot">
        <Costs drill={drill} />
        <div>
          <p class="drill-note">
            <Sentence words={drillNote(drill)} />
          </p>
          <button type="button" class="button button-small" onClick={() => setAsTable(!as_table)}>
            {as_table ? m.as_picture : m.as_table}
          </button>
        </div>
      </div>
      <p class="hidden" role="status">
        {drill.n_gone === 0
          ? m.drill_have_come({ n: drill.n_here, all: drill.players.length })
          : m.drill_have_gone({ n: drill.n_gone })}
      </p>
      {model.room?.paused_since_ms !== undefined && <PausedSign />}
    </main>
  );
}

function Pictures({ drill }: { drill: DrillPicture }) {
  const { players, run, path, now_s } = drill;
  return (
    <div class="gallery-two">
      <section class="gallery-box gallery-sky">
        <div class="gallery-head">
          <h2>{m.drill_who_tells}</h2>
          <p>{m.drill_full_ring}</p>
        </div>
        <Stage kind="dissemination" players={players} run={run} step={now_s} in_seconds />
      </section>
      <section class="gallery-box">
        <div class="gallery-head">
          <h2>{m.drill_in_time}</h2>
          <p>{path.length > 0 && m.drill_red_chain}</p>
        </div>
        <Lanes kind="dissemination" players={players} run={run} path={path} step={now_s} in_seconds />
      </section>
    </div>
  );
}

function Costs({ drill }: { drill: DrillPicture }) {
  const { passed, counter } = drill;
  const rows = [
    { name: m.drill_pass_it_on, how: m.drill_played, cost: passed, other: counter },
    { name: m.drill_one_counter, how: m.drill_worked_out, cost: counter, other: passed },
  ];
  return (
    <table class="drill-costs">
      <thead>
        <tr>
          <th scope="col">
            <span class="hidden">{m.drill_way}</span>
          </th>
          <th scope="col">{m.drill_signals}</th>
          <th scope="col">{m.drill_at_one_place}</th>
          <th scope="col">{m.drill_after_last}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, how, cost, other }) => (
          <tr key={name}>
            <th scope="row">
              {name} <small>{how}</small>
            </th>
            <td class={best(cost.signals, other.signals)}>{cost.signals}</td>
            <td class={best(cost.at_one_place, other.at_one_place)}>{cost.at_one_place}</td>
            <td class={best(cost.after_last_s, other.after_last_s)}>
              {cost.after_last_s === null ? "–" : seconds(cost.after_last_s * 1000)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function best(mine: number | null, other: number | null): string {
  return mine !== null && other !== null && mine < other ? "num best" : "num";
}

function SeatTable({ drill }: { drill: DrillPicture }) {
  return (
    <Scrolling label={m.drill_as_table} look="gallery-tables gallery-box">
      <table>
        <ColumnHeads names={[m.drill_head_seat, m.head_worker, m.drill_head_knows, m.drill_head_now]} />
        <tbody>
          {drill.players.map((player, seat) => (
            <tr key={seat}>
              <td class="num">{seat + 1}</td>
              <th scope="row">
                <bdi translate={false}>{player.name}</bdi>
              </th>
              <td class="num">{drill.standings[seat]?.n_known}</td>
              <td>
                <Sentence words={seatWords(drill, seat)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
