import * as m from "messages";
import { CARDS, GROWTH_SIZES, RIGHT_KINDS } from "../../core/algorithms/gallery";
import type { GalleryModel } from "../../core/algorithms/gallery_model";
import type { Signal } from "../../core/algorithms/model";
import { signalWords } from "../../core/algorithms/words";
import { ColumnHeads } from "../parts/column_heads";
import { Scrolling } from "../parts/scrolling";

interface TableProps {
  model: GalleryModel;
  step: number;
}

/** The same facts as in the pictures: each signal, and what the machines cost for few and for many. */
export function Tables({ model, step }: TableProps) {
  const { run, players, path, curves, counted } = model;
  if (run === null) return null;
  const chain = new Set<Signal>(path);
  return (
    <Scrolling label={m.algorithms_as_table} look="gallery-tables">
      <table>
        <caption>{m.algorithms_all_signals}</caption>
        <ColumnHeads names={[m.mural_head_step, m.algorithms_from, m.algorithms_to, m.algorithms_says]} />
        <tbody>
          {run.signals.map((signal, i) => {
            const [from, to, says] = signalWords(players, signal);
            const look = `${signal.at === step ? "table-now" : ""} ${chain.has(signal) ? "table-chain" : ""}`;
            return (
              <tr key={i} class={look}>
                <th scope="row" class="num" translate={false}>
                  {signal.at + 1}
                </th>
                <td>
                  <bdi translate={false}>{from}</bdi>
                </td>
                <td>
                  <bdi translate={false}>{to}</bdi>
                </td>
                <td>{says}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <table>
        <caption>{m.algorithms_growth_table({ counted })}</caption>
        <thead>
          <tr>
            <th scope="col">{m.report_col_workers}</th>
            {GROWTH_SIZES.map((n) => (
              <th key={n} scope="col" class="num" translate={false}>
                {n}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {RIGHT_KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row">{CARDS[kind].name}</th>
              {curves[kind].map((cost, i) => (
                <td key={GROWTH_SIZES[i]} class="num" translate={false}>
                  {cost[counted]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
