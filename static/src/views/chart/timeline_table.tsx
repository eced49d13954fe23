import * as m from "messages";
import type { Picture } from "../../core/picture";
import { ordinal, seconds } from "../../core/words";
import { FaceDisc } from "../parts/face";
import { Scrolling } from "../parts/scrolling";
import { Sentence } from "../parts/sentence";

interface TableProps {
  picture: Picture;
  /** With it the names are buttons. */
  pick: ((worker: number) => void) | undefined;
}

/** The same facts as in the time chart. */
export function TimelineTable({ picture, pick }: TableProps) {
  const places = new Map(picture.aboard.map((face) => [face.worker, face.index]));
  const released = picture.state === "released";
  const title = m.chart_round_table({ n: picture.round });
  return (
    <Scrolling label={title} look="table-scroll">
      <h2 class="table-title">{title}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{m.head_worker}</th>
            <th scope="col">{m.chart_worked}</th>
            <th scope="col">{m.chart_came}</th>
            <th scope="col">
              <Sentence words={m.chart_wait_gave} />
            </th>
            <th scope="col">{m.chart_waited}</th>
          </tr>
        </thead>
        <tbody>
          {picture.rows.map(({ worker, name, avatar, kind, you, from_ms, arrived_ms }) => {
            const place = places.get(worker);
            const is_last = released && picture.last?.worker === worker;
            return (
              <tr key={worker} class={is_last ? "came-last" : undefined}>
                <th scope="row">
                  <FaceDisc name={name} avatar={avatar} kind={kind} />{" "}
                  {pick ? (
                    <button type="button" class="name-button" onClick={() => pick(worker)}>
                      <bdi translate={false}>{name}</bdi>
                    </button>
                  ) : (
                    <bdi translate={false}>{name}</bdi>
                  )}
                  {you && ` ${m.room_is_you}`}
                </th>
                <td class="num" translate={false}>
                  {seconds((arrived_ms ?? picture.end_ms) - from_ms)}
                </td>
                <td>{place === undefined ? m.chart_row_working : came(ordinal(place + 1), is_last)}</td>
                <td class="num" translate={false}>
                  {place === undefined ? "" : gave(picture, place)}
                </td>
                <td class="num" translate={false}>
                  {arrived_ms === null ? "" : seconds(picture.end_ms - arrived_ms)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scrolling>
  );
}

function came(place: string, is_last: boolean): string {
  return is_last ? m.chart_opened_gate({ place }) : place;
}

function gave(picture: Picture, index: number): string {
  if (picture.state === "released") return `${index}`;
  return picture.state === "broken" ? m.chart_the_error : m.chart_nothing_yet;
}
